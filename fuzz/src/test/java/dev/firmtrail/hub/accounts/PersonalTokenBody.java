package dev.firmtrail.hub.accounts;

import dev.firmtrail.fuzz.Body;
import dev.firmtrail.fuzz.Must;
import dev.firmtrail.hub.web.Scope;
import dev.firmtrail.state.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;

/** A personal token is good for something, ends within years, and its name needs no escape. */
public final class PersonalTokenBody implements Body {
  private static final Instant NOW = Instant.parse("2026-01-31T10:00:00Z");

  @Override
  public void accept(JsonObject body) {
    NewPersonalToken token = NewPersonalToken.of(body, NOW);
    Must.hold(!token.scopes().isEmpty(), "good for nothing");
    Must.equal(EnumSet.copyOf(token.scopes()).size(), token.scopes().size(), "scopes");
    for (Scope scope : token.scopes()) {
      Must.equal(Scope.common(token.scopes(), token.scopes()).contains(scope), true, "a scope");
    }
    Must.hold(token.expires().isAfter(NOW), "over when it is made");
    Must.hold(token.expires().isBefore(NOW.plus(Duration.ofDays(2000))), "for ever");
    token
        .name()
        .ifPresent(name -> {
          Must.hold(!name.isEmpty() && name.length() <= 40, "a name of " + name.length());
          Must.hold(name.chars().noneMatch(c -> c <= ' ' || c > '~'), "a name: " + name);
          Must.hold(name.chars().noneMatch(c -> "@:/?#&=\"\\".indexOf(c) >= 0), "name: " + name);
        });
  }
}
