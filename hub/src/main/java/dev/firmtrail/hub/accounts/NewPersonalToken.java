package dev.firmtrail.hub.accounts;

import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.hub.web.Scope;
import dev.firmtrail.hub.web.WireTime;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonString;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A wish for a personal token that keeps every rule ({@code docs/formats/hub.md}, Personal tokens).
 */
record NewPersonalToken(Optional<String> name, List<Scope> scopes, Instant expires) {
  /** What a session with such a token is, whatever was wished for: an account's, with no role. */
  static final String TYPE = "USER";

  /** As published clients wish for it, and as it is. */
  private static final Set<String> TYPES = Set.of("", "SESSION", TYPE);

  /** It goes into session tokens, which are short. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,40}");

  private static final Duration USUAL = Duration.ofDays(365);
  private static final Duration LONGEST = Duration.ofDays(5 * 366);

  NewPersonalToken {
    scopes = List.copyOf(scopes);
  }

  static NewPersonalToken of(JsonObject body, Instant now) {
    Optional<String> name = body.string("name").filter(text -> !text.isEmpty());
    if (name.filter(text -> !NAME.matcher(text).matches()).isPresent()) {
      throw Refusal.badRequest("name: 1 to 40 of A-Z a-z 0-9 _ . -");
    }
    if (!TYPES.contains(body.string("type").orElse(""))) {
      throw Refusal.badRequest("type: a personal token is an account's, USER; leave it out");
    }
    return new NewPersonalToken(name, scopes(body), expires(body, now));
  }

  private static List<Scope> scopes(JsonObject body) {
    List<Json> named =
        body.get("scopes").orElse(Json.Literal.NULL) instanceof JsonArray(List<Json> items)
            ? items
            : List.of();
    List<Scope> scopes = named.stream().map(NewPersonalToken::scope).distinct().toList();
    if (scopes.isEmpty()) {
      throw Refusal.badRequest("scopes: a list of what the token is to be good for is expected");
    }
    return scopes;
  }

  private static Scope scope(Json named) {
    Optional<Scope> known =
        named instanceof JsonString(String text) ? Scope.parse(text) : Optional.empty();
    return known.orElseThrow(
        () -> Refusal.badRequest("scopes: one of them is none that this hub knows"));
  }

  private static Instant expires(JsonObject body, Instant now) {
    Instant expires =
        body.get("expire-at")
            .filter(said -> !said.isNull())
            .map(said -> said instanceof JsonString(String text) ? text : "")
            .map(text -> WireTime.read(text, "expire-at"))
            .orElseGet(() -> now.plus(USUAL))
            .truncatedTo(ChronoUnit.MICROS);
    if (!expires.isAfter(now) || expires.isAfter(now.plus(LONGEST))) {
      throw Refusal.badRequest("expire-at: a time to come, within five years, is expected");
    }
    return expires;
  }
}
