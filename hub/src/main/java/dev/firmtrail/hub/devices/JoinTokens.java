package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.accounts.Secrets;
import dev.firmtrail.hub.audit.Actor;
import dev.firmtrail.hub.audit.Audit;
import dev.firmtrail.hub.audit.AuditAction;
import dev.firmtrail.hub.audit.AuditEntry;
import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.state.Sha256;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The join tokens of accounts ({@code docs/formats/hub.md}, Join tokens). A token is looked up by
 * its SHA-256, which is all that is kept of it: how long that takes says nothing of 190 random
 * bits. Safe for use by many threads.
 */
public final class JoinTokens {
  /** Of one account, that can be used. */
  private static final int MOST = 100;

  /** Of one answer. */
  private static final int SHOWN = 1000;

  private static final int NICK_LETTERS = 10;
  private static final String ROWS =
      "SELECT id, owner, nick, meta, disabled, created, modified FROM join_tokens ";

  private final Database database;
  private final Secrets secrets;
  private final Audit audit;
  private final SecureRandom random;
  private final InstantSource clock;

  public JoinTokens(
      Database database, Secrets secrets, Audit audit, SecureRandom random, InstantSource clock) {
    this.database = database;
    this.secrets = secrets;
    this.audit = audit;
    this.random = random;
    this.clock = clock;
  }

  /** One that was just made, with the token in the clear for the only time. */
  record Created(JoinToken joinToken, String token) {
    @Override
    public String toString() {
      return "Created " + joinToken.id();
    }
  }

  /**
   * Makes a token.
   *
   * @throws Refusal the owner has one of that nick, or too many
   */
  Created create(Actor owner, NewJoinToken wish) {
    Instant now = Times.ofMicros(Times.toMicros(clock.instant()));
    String nick = wish.nick().orElseGet(() -> "token_" + secrets.letters(NICK_LETTERS));
    JoinToken made =
        new JoinToken(
            HubId.fresh(now, random), owner.who(), nick, wish.userMeta(), false, now, now);
    String token = secrets.token();
    database.write(handle -> {
      record(handle, owner, AuditAction.JOIN_TOKEN_MADE, made);
      return insert(handle, made, hash(token));
    });
    return new Created(made, token);
  }

  private static int insert(Handle handle, JoinToken made, String hash) {
    List<String> nicks =
        handle
            .createQuery("SELECT nick FROM join_tokens WHERE owner = ? AND disabled = 0")
            .bind(0, made.owner().text())
            .mapTo(String.class)
            .list();
    if (nicks.contains(made.nick())) {
      throw Refusal.conflict("this account has a join token of this nick");
    }
    if (nicks.size() >= MOST) {
      throw Refusal.conflict("an account has at most %d join tokens; disable one".formatted(MOST));
    }
    return handle
        .createUpdate(
            "INSERT INTO join_tokens (id, owner, nick, hash, meta, disabled, created, modified)"
                + " VALUES (:id, :owner, :nick, :hash, :meta, 0, :created, :created)")
        .bind("id", made.id().hex())
        .bind("owner", made.owner().text())
        .bind("nick", made.nick())
        .bind("hash", hash)
        .bind("meta", JsonWriter.AS_BUILT.text(made.userMeta()))
        .bind("created", Times.toMicros(made.created()))
        .execute();
  }

  private void record(Handle handle, Actor owner, AuditAction action, JoinToken token) {
    JsonObject body = JsonObject.builder().put("nick", token.nick()).build();
    Prn subject = Prn.ofJoinToken(token.id());
    audit.append(handle, AuditEntry.done(owner.who(), owner, action, subject, body));
  }

  private static String hash(String token) {
    return Sha256.hex(token.getBytes(StandardCharsets.UTF_8));
  }

  /** Those of an account: first those that can be used, and of each kind the newest first. */
  List<JoinToken> ownedBy(Prn owner) {
    return database.read(handle ->
        handle
            .createQuery(
                ROWS + "WHERE owner = :owner ORDER BY disabled, created DESC, id LIMIT :limit")
            .bind("owner", owner.text())
            .bind("limit", SHOWN)
            .map(JoinTokens::joinToken)
            .list());
  }

  /**
   * No device registers with this token any more. What it would have told them is not kept; its
   * name, which stands in the events of those that did register, is.
   *
   * @throws Refusal there is none, or it is another's, which sounds the same
   */
  void disable(HubId id, Actor owner) {
    database.write(handle -> {
      JoinToken token =
          handle
              .createQuery(ROWS + "WHERE id = :id AND owner = :owner")
              .bind("id", id.hex())
              .bind("owner", owner.who().text())
              .map(JoinTokens::joinToken)
              .findOne()
              .orElseThrow(JoinTokens::noAccess);
      return token.disabled() ? 0 : disable(handle, token, owner);
    });
  }

  private int disable(Handle handle, JoinToken token, Actor owner) {
    record(handle, owner, AuditAction.JOIN_TOKEN_DISABLED, token);
    return handle
        .createUpdate(
            "UPDATE join_tokens SET meta = '{}', modified = :now, disabled = 1 WHERE id = :id")
        .bind("now", Times.toMicros(clock.instant()))
        .bind("id", token.id().hex())
        .execute();
  }

  static Refusal noAccess() {
    return Refusal.forbidden("there is no such token, or it is not this account's");
  }

  /**
   * How a device comes to be that shows this token.
   *
   * @param handle of the transaction that makes the device
   * @throws Refusal nobody has made such a token, or it can no longer be used, which sounds the
   *     same
   */
  Beginning beginning(Handle handle, String token) {
    return handle
        .createQuery(
            ROWS
                + "WHERE hash = ? AND disabled = 0 AND NOT EXISTS"
                + " (SELECT 1 FROM accounts"
                + " WHERE id = substr(owner, length('prn:::accounts:/') + 1) AND disabled = 1)")
        .bind(0, hash(token))
        .map(JoinTokens::joinToken)
        .findOne()
        .map(Beginning::with)
        .orElseThrow(() -> Refusal.badRequest("the join token is not known"));
  }

  private static JoinToken joinToken(ResultSet row, StatementContext context) throws SQLException {
    return new JoinToken(
        new HubId(row.getString("id")),
        new Prn(row.getString("owner")),
        row.getString("nick"),
        Metas.read(row.getString("meta")),
        row.getInt("disabled") == 1,
        Times.ofMicros(row.getLong("created")),
        Times.ofMicros(row.getLong("modified")));
  }
}
