package dev.firmtrail.hub.accounts;

import dev.firmtrail.hub.audit.Actor;
import dev.firmtrail.hub.audit.Audit;
import dev.firmtrail.hub.audit.AuditAction;
import dev.firmtrail.hub.audit.AuditEntry;
import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.hub.web.ClientAddress;
import dev.firmtrail.hub.web.Principal;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.hub.web.Scope;
import dev.firmtrail.hub.web.Tokens;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The personal tokens of accounts, with which programs log in ({@code docs/formats/hub.md},
 * Personal tokens). Of each secret the hub keeps a salted hash. Safe for use by many threads.
 */
public final class PersonalTokens {
  /** Of one account. */
  private static final int MOST = 100;

  private static final int NAME_LETTERS = 10;
  private static final String ROWS =
      "SELECT t.id, t.account, t.name, t.hash, t.scopes, t.expires, t.created, a.nick"
          + " FROM personal_tokens t JOIN accounts a ON a.id = t.account ";

  private final Database database;
  private final Secrets secrets;
  private final Tokens tokens;
  private final Audit audit;
  private final SecureRandom random;
  private final InstantSource clock;

  public PersonalTokens(
      Database database,
      Secrets secrets,
      Tokens tokens,
      Audit audit,
      SecureRandom random,
      InstantSource clock) {
    this.database = database;
    this.secrets = secrets;
    this.tokens = tokens;
    this.audit = audit;
    this.random = random;
    this.clock = clock;
  }

  /** A token that was just made, with its secret in the clear for the only time. */
  record Created(PersonalToken token, PersonalSecret secret) {}

  /**
   * Makes a token of the account that calls.
   *
   * @param from where it calls from
   * @throws Refusal the account has one of that name or too many, or its sessions would be longer
   *     than devices can hold
   */
  Created create(Principal owner, NewPersonalToken wish, ClientAddress from) {
    Instant now = Times.ofMicros(Times.toMicros(clock.instant()));
    PersonalSecret secret = new PersonalSecret(HubId.fresh(now, random), secrets.token());
    PersonalToken token =
        new PersonalToken(
            secret.token(),
            wish.name().orElseGet(() -> "token_" + secrets.letters(NAME_LETTERS)),
            owner.prn(),
            owner.nick(),
            wish.scopes(),
            now,
            wish.expires());
    // Whether it can log in at all is better known now.
    issue(token, token.name(), token.scopes());
    String hash = secrets.hashGenerated(secret.random());
    JsonObject body =
        JsonObject.builder()
            .put("expires", Times.wire(token.expires()))
            .put("name", token.name())
            .put("scopes", Json.ofStrings(token.scopes().stream().map(Scope::prn).toList()))
            .build();
    Actor actor = new Actor(owner.prn(), from);
    database.write(handle -> {
      record(handle, actor, AuditAction.PERSONAL_TOKEN_MADE, token, body);
      return insert(handle, token, hash);
    });
    return new Created(token, secret);
  }

  private static int insert(Handle handle, PersonalToken token, String hash) {
    String account = accountOf(token.owner());
    List<String> names =
        handle
            .createQuery("SELECT name FROM personal_tokens WHERE account = ?")
            .bind(0, account)
            .mapTo(String.class)
            .list();
    if (names.contains(token.name())) {
      throw Refusal.conflict("this account has a personal token of this name");
    }
    if (names.size() >= MOST) {
      throw Refusal.conflict(
          "an account has at most %d personal tokens; delete one".formatted(MOST));
    }
    return handle
        .createUpdate(
            "INSERT INTO personal_tokens (id, account, name, hash, scopes, expires, created)"
                + " VALUES (:id, :account, :name, :hash, :scopes, :expires, :created)")
        .bind("id", token.id().hex())
        .bind("account", account)
        .bind("name", token.name())
        .bind("hash", hash)
        .bind("scopes", token.scopes().stream().map(Scope::prn).collect(Collectors.joining(" ")))
        .bind("expires", Times.toMicros(token.expires()))
        .bind("created", Times.toMicros(token.created()))
        .execute();
  }

  private void record(
      Handle handle, Actor actor, AuditAction action, PersonalToken token, JsonObject body) {
    Prn subject = Prn.ofPersonalToken(token.id());
    audit.append(handle, AuditEntry.done(token.owner(), actor, action, subject, body));
  }

  private static String accountOf(Prn owner) {
    return Prn.accountId(owner.text()).map(HubId::hex).orElse("");
  }

  /** The tokens of an account, oldest first, also those that have expired. */
  List<PersonalToken> ownedBy(Prn owner) {
    return database.read(handle ->
        handle
            .createQuery(ROWS + "WHERE t.account = ? ORDER BY t.created, t.id")
            .bind(0, accountOf(owner))
            .map(PersonalTokens::token)
            .list());
  }

  /** Takes a token away: nobody logs in with it, and its sessions are not refreshed. */
  void delete(PersonalToken token, Actor actor) {
    JsonObject body = JsonObject.builder().put("name", token.name()).build();
    database.write(handle -> {
      record(handle, actor, AuditAction.PERSONAL_TOKEN_DELETED, token, body);
      return handle
          .createUpdate("DELETE FROM personal_tokens WHERE id = ?")
          .bind(0, token.id().hex())
          .execute();
    });
  }

  /**
   * A session for a program that knows the secret of a token that has not expired; empty where this
   * is no such secret, or not that of a token of this name or of an account of this name.
   *
   * @param asked for; the session may do what the token may, too
   */
  Optional<String> session(String username, String password, List<Scope> asked) {
    return PersonalSecret.parse(password)
        .flatMap(secret -> find(secret, username))
        .map(token -> issue(token, username, Scope.common(token.scopes(), asked)));
  }

  private Optional<PersonalToken> find(PersonalSecret secret, String username) {
    return database
        .read(handle ->
            handle
                .createQuery(
                    ROWS
                        + "WHERE t.id = :id AND t.expires > :now AND a.disabled = 0"
                        + " AND (t.name = :name OR a.nick = :name OR a.email = :name OR a.id = :account)")
                .bind("id", secret.token().hex())
                .bind("now", Times.toMicros(clock.instant()))
                .bind("name", username)
                .bind("account", Prn.accountId(username).map(HubId::hex).orElse(""))
                .map((row, context) -> new Stored(token(row, context), row.getString("hash")))
                .findOne())
        .filter(stored -> secrets.matches(secret.random(), stored.hash()))
        .map(Stored::token);
  }

  private record Stored(PersonalToken token, String hash) {}

  private String issue(PersonalToken token, String login, List<Scope> scopes) {
    Tokens.Identity account =
        new Tokens.Identity(
            Principal.Kind.USER, token.owner(), token.ownerNick(), Optional.empty());
    return tokens.issue(account, login, scopes, token.id(), token.expires());
  }

  /**
   * When a session has to end at the latest: a program's with its token, and nobody else's; empty
   * where the token has expired or is gone.
   */
  Optional<Instant> end(Principal session) {
    return session.personalToken().isEmpty()
        ? Optional.of(Instant.MAX)
        : session
            .personalToken()
            .flatMap(id ->
                database.read(handle ->
                    handle
                        .createQuery("SELECT expires FROM personal_tokens WHERE id = ?")
                        .bind(0, id.hex())
                        .mapTo(Long.class)
                        .findOne()))
            .map(Times::ofMicros)
            .filter(clock.instant()::isBefore);
  }

  private static PersonalToken token(ResultSet row, StatementContext context) throws SQLException {
    return new PersonalToken(
        new HubId(row.getString("id")),
        row.getString("name"),
        Prn.ofAccount(new HubId(row.getString("account"))),
        row.getString("nick"),
        Stream.of(row.getString("scopes").split(" "))
            .map(Scope::parse)
            .flatMap(Optional::stream)
            .toList(),
        Times.ofMicros(row.getLong("created")),
        Times.ofMicros(row.getLong("expires")));
  }
}
