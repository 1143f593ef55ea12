package dev.firmtrail.hub.accounts;

import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.Principal;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.hub.web.Scope;
import dev.firmtrail.hub.web.Tokens;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Turns a name and a secret into a session ({@code docs/formats/hub.md}, Logging in). Safe for use
 * by many threads.
 */
public final class Login {
  private static final Tokens.Identity ANONYMOUS =
      new Tokens.Identity(Principal.Kind.USER, Prn.ANONYMOUS, "anonymous", Optional.empty());
  private static final List<Scope> ANONYMOUS_SCOPES =
      List.of(Scope.DEVICES_READ, Scope.OBJECTS_READ, Scope.TRAILS_READ);

  private final List<Credentials> sources;
  private final Secrets secrets;
  private final Tokens tokens;

  public Login(List<Credentials> sources, Secrets secrets, Tokens tokens) {
    this.sources = List.copyOf(sources);
    this.secrets = secrets;
    this.tokens = tokens;
  }

  /**
   * A token for whoever knows the secret.
   *
   * @param scope what the token is to be good for, names separated by blanks; for everything when
   *     empty
   * @throws Refusal there is nobody of that name or the secret is wrong, which takes equally long
   *     and sounds the same
   */
  String token(String username, String password, String scope) {
    List<Scope> wanted =
        Stream.of(scope.split(" ")).map(Scope::parse).flatMap(Optional::stream).distinct().toList();
    if (username.equals(Prn.ANONYMOUS.text())) {
      List<Scope> readable = wanted.stream().filter(Scope::readOnly).toList();
      return tokens.issue(ANONYMOUS, username, readable.isEmpty() ? ANONYMOUS_SCOPES : readable);
    }
    Optional<Credentials.Known> known =
        sources.stream().map(source -> source.find(username)).flatMap(Optional::stream).findFirst();
    String stored =
        known
            .map(Credentials.Known::secretHash)
            .orElseGet(() -> secrets.ofNobody(Prn.deviceId(username).isPresent()));
    if (!secrets.matches(password, stored) || known.isEmpty()) {
      throw Refusal.unauthorized("wrong user name or password");
    }
    refuseShutOut(known.get().identity().prn());
    return tokens.issue(
        known.orElseThrow().identity(), username, scope.isBlank() ? List.of(Scope.ALL) : wanted);
  }

  /**
   * A token to go on with.
   *
   * @throws Refusal the session is too old, or its account was shut out
   */
  String refresh(Principal session) {
    refuseShutOut(session.prn());
    return tokens
        .refresh(session)
        .orElseThrow(() -> Refusal.unauthorized("the session is too old to go on: log in again"));
  }

  /** Only to whoever has shown who he is. */
  private void refuseShutOut(Prn who) {
    if (sources.stream().anyMatch(source -> source.isShutOut(who))) {
      throw Refusal.unauthorized("this account is disabled; ask whoever runs this hub");
    }
  }
}
