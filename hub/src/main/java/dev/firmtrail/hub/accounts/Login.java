package dev.firmtrail.hub.accounts;

import dev.firmtrail.hub.audit.RepeatedRecords;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.ClientAddress;
import dev.firmtrail.hub.web.Principal;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.hub.web.Scope;
import dev.firmtrail.hub.web.Tokens;
import java.time.InstantSource;
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
  private final PersonalTokens personal;
  private final Secrets secrets;
  private final Tokens tokens;
  private final Guesses guesses;
  private final LoginRecords records;

  public Login(
      List<Credentials> sources,
      PersonalTokens personal,
      Secrets secrets,
      Tokens tokens,
      RepeatedRecords records,
      InstantSource clock) {
    this.sources = List.copyOf(sources);
    this.personal = personal;
    this.secrets = secrets;
    this.tokens = tokens;
    this.guesses = new Guesses(clock);
    this.records = new LoginRecords(records);
  }

  /**
   * A token for whoever knows the secret.
   *
   * @param scope what the token is to be good for, names separated by blanks; for everything when
   *     empty
   * @param from where the caller is
   * @throws Refusal there is nobody of that name or the secret is wrong, which takes equally long
   *     and sounds the same; or that was tried too often, and this time nobody has looked
   */
  String token(String username, String password, String scope, ClientAddress from) {
    List<Scope> wanted =
        Stream.of(scope.split(" ")).map(Scope::parse).flatMap(Optional::stream).distinct().toList();
    if (username.equals(Prn.ANONYMOUS.text())) {
      List<Scope> readable = wanted.stream().filter(Scope::readOnly).toList();
      return tokens.issue(ANONYMOUS, username, readable.isEmpty() ? ANONYMOUS_SCOPES : readable);
    }
    List<Scope> asked = scope.isBlank() ? List.of(Scope.ALL) : wanted;
    Optional<String> ofProgram = personal.session(username, password, asked);
    if (ofProgram.isPresent()) {
      return ofProgram.get();
    }
    Optional<Credentials.Known> known =
        sources.stream().map(source -> source.find(username)).flatMap(Optional::stream).findFirst();
    Tokens.Identity identity = check(username, password, known, from);
    return tokens.issue(identity, username, asked);
  }

  private Tokens.Identity check(
      String username, String password, Optional<Credentials.Known> known, ClientAddress from) {
    Optional<Tokens.Identity> identity = known.map(Credentials.Known::identity);
    String stored =
        known
            .map(Credentials.Known::secretHash)
            .orElseGet(() -> secrets.ofNobody(Prn.deviceId(username).isPresent()));
    Optional<Guesses.Attempt> attempt = begin(username, stored, identity, from);
    if (!secrets.matches(password, stored) || identity.isEmpty()) {
      records.refused(identity, from);
      throw Refusal.unauthorized("wrong user name or password");
    }
    refuseShutOut(identity.get().prn());
    attempt.ifPresent(Guesses.Attempt::succeeded);
    records.done(identity.get(), from);
    return identity.get();
  }

  /** What was made here cannot be guessed, and a device must not be shut out by whoever tries. */
  private Optional<Guesses.Attempt> begin(
      String username, String stored, Optional<Tokens.Identity> identity, ClientAddress from) {
    if (Secrets.isGenerated(stored)) {
      return Optional.empty();
    }
    try {
      return Optional.of(guesses.begin(username, from));
    } catch (Refusal tooMany) {
      records.throttled(identity, from);
      throw tooMany;
    }
  }

  /**
   * A new token for a session that may go on.
   *
   * @throws Refusal it may not
   */
  String refreshed(Principal session) {
    refuseShutOut(session.prn());
    return personal
        .end(session)
        .flatMap(end -> tokens.refresh(session, end))
        .orElseThrow(() -> Refusal.unauthorized("the session cannot go on: log in again"));
  }

  /** Only to whoever has shown who he is. */
  private void refuseShutOut(Prn who) {
    if (sources.stream().anyMatch(source -> source.isShutOut(who))) {
      throw Refusal.unauthorized("this account is disabled; ask whoever runs this hub");
    }
  }
}
