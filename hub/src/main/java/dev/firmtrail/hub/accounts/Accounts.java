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
import dev.firmtrail.hub.web.Tokens;
import dev.firmtrail.state.json.JsonObject;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The accounts of this hub. Safe for use by many threads. */
public final class Accounts implements Credentials {
  private static final String COLUMNS =
      "SELECT id, nick, email, created, modified, disabled FROM accounts ";

  private final Database database;
  private final Secrets secrets;
  private final Audit audit;
  private final SecureRandom random;
  private final InstantSource clock;

  public Accounts(
      Database database, Secrets secrets, Audit audit, SecureRandom random, InstantSource clock) {
    this.database = database;
    this.secrets = secrets;
    this.audit = audit;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Makes an account.
   *
   * @param from where whoever wishes it is
   * @throws Refusal its nick or its address is taken
   */
  Account create(NewAccount wish, ClientAddress from) {
    return create(wish, made -> new Actor(made.prn(), from));
  }

  /**
   * Makes an account for somebody.
   *
   * @throws Refusal its nick or its address is taken
   */
  public Account create(NewAccount wish, Actor by) {
    return create(wish, made -> by);
  }

  private Account create(NewAccount wish, Function<Account, Actor> by) {
    String hash = secrets.hash(wish.password());
    return database.write(handle -> {
      Account made = insert(handle, wish, hash);
      JsonObject nick = JsonObject.builder().put("nick", made.nick()).build();
      record(handle, made, by.apply(made), AuditAction.ACCOUNT_MADE, nick);
      return made;
    });
  }

  private void record(
      Handle handle, Account account, Actor by, AuditAction action, JsonObject body) {
    audit.append(handle, AuditEntry.done(account.prn(), by, action, account.prn(), body));
  }

  private Account insert(Handle handle, NewAccount wish, String hash) {
    boolean taken =
        handle
            .createQuery(
                "SELECT EXISTS (SELECT 1 FROM accounts WHERE nick = :nick OR email = :email)")
            .bind("nick", wish.nick())
            .bind("email", wish.email())
            .mapTo(Boolean.class)
            .one();
    if (taken) {
      throw Refusal.preconditionFailed("Email or Nick already in use");
    }
    long now = Times.toMicros(clock.instant());
    HubId id = HubId.fresh(clock.instant(), random);
    handle
        .createUpdate(
            "INSERT INTO accounts (id, nick, email, password, created, modified)"
                + " VALUES (:id, :nick, :email, :password, :now, :now)")
        .bind("id", id.hex())
        .bind("nick", wish.nick())
        .bind("email", wish.email())
        .bind("password", hash)
        .bind("now", now)
        .execute();
    return new Account(
        id, wish.nick(), wish.email(), Times.ofMicros(now), Times.ofMicros(now), false);
  }

  public Optional<Account> byPrn(Prn prn) {
    return Prn.accountId(prn.text()).flatMap(id -> one("WHERE id = ?", id.hex()));
  }

  public Optional<Account> byNick(String nick) {
    return one("WHERE nick = ?", nick);
  }

  private Optional<Account> one(String where, String value) {
    return database.read(handle ->
        handle.createQuery(COLUMNS + where).bind(0, value).map(Accounts::account).findOne());
  }

  /** All of them, by nick. */
  public List<Account> all() {
    return database.read(
        handle -> handle.createQuery(COLUMNS + "ORDER BY nick").map(Accounts::account).list());
  }

  /** Gives an account another password; sessions that run go on. */
  public void setPassword(Account account, String password, Actor by) {
    String hash = secrets.hash(NewAccount.requirePassword(password));
    set(account, "password", hash, AuditAction.PASSWORD_SET, by);
  }

  /** Shuts an account out, or lets it in again: holds from the next login and the next refresh. */
  public void setDisabled(Account account, boolean disabled, Actor by) {
    AuditAction action = disabled ? AuditAction.ACCOUNT_DISABLED : AuditAction.ACCOUNT_ENABLED;
    set(account, "disabled", disabled, action, by);
  }

  private void set(Account account, String column, Object value, AuditAction action, Actor by) {
    database.write(handle -> {
      record(handle, account, by, action, JsonObject.EMPTY);
      return handle
          .createUpdate(
              "UPDATE accounts SET " + column + " = :value, modified = :now WHERE id = :id")
          .bind("value", value)
          .bind("now", Times.toMicros(clock.instant()))
          .bind("id", account.id().hex())
          .execute();
    });
  }

  @Override
  public boolean isShutOut(Prn who) {
    return byPrn(who).filter(Account::disabled).isPresent();
  }

  /** A person logs in by nick, by e-mail address or by PRN. */
  @Override
  public Optional<Known> find(String username) {
    String id = Prn.accountId(username).map(HubId::hex).orElse("");
    return database.read(handle ->
        handle
            .createQuery(
                "SELECT id, nick, password FROM accounts WHERE nick = :name OR email = :name OR id = :id")
            .bind("name", username)
            .bind("id", id)
            .map((row, context) -> known(row))
            .findOne());
  }

  private static Known known(ResultSet row) throws SQLException {
    Prn prn = Prn.ofAccount(new HubId(row.getString("id")));
    Tokens.Identity identity =
        new Tokens.Identity(Principal.Kind.USER, prn, row.getString("nick"), Optional.empty());
    return new Known(identity, row.getString("password"));
  }

  private static Account account(ResultSet row, StatementContext context) throws SQLException {
    return new Account(
        new HubId(row.getString("id")),
        row.getString("nick"),
        row.getString("email"),
        Times.ofMicros(row.getLong("created")),
        Times.ofMicros(row.getLong("modified")),
        row.getBoolean("disabled"));
  }
}
