package dev.firmtrail.hub.profiles;

import dev.firmtrail.hub.accounts.Account;
import dev.firmtrail.hub.events.EventKind;
import dev.firmtrail.hub.events.Events;
import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The profiles of accounts; who never wrote one has an empty one. Safe for use by many threads. */
public final class Profiles {
  /** Whom a caller may see: people who show a device to all, and oneself. */
  private static final String VISIBLE =
      "SELECT a.id, a.nick, a.email, a.created, a.modified, a.disabled,"
          + " coalesce(p.fields, '{}') AS fields, coalesce(p.meta, '{}') AS meta,"
          + " coalesce(p.modified, a.modified) AS changed"
          + " FROM accounts a LEFT JOIN profiles p ON p.account = a.id"
          + " WHERE (a.id = :self OR EXISTS (SELECT 1 FROM devices d"
          + " WHERE d.owner = 'prn:::accounts:/' || a.id AND d.public = 1 AND d.hidden = 0)) ";

  private final Database database;
  private final Events events;
  private final InstantSource clock;

  public Profiles(Database database, Events events, InstantSource clock) {
    this.database = database;
    this.events = events;
    this.clock = clock;
  }

  /** Some of those whom an account may see, by nick. */
  List<Profile> visibleTo(HubId self, NickFilter filter, int limit, long offset) {
    return database.read(handle ->
        handle
            .createQuery(VISIBLE + filter.sql() + " ORDER BY a.nick LIMIT :limit OFFSET :offset")
            .bind("self", self.hex())
            .bind("text", filter.text())
            .bind("limit", limit)
            .bind("offset", offset)
            .map(Profiles::profile)
            .list());
  }

  /** The profile of a nick, if an account may see it. */
  Optional<Profile> byNick(HubId self, String nick) {
    return database.read(handle ->
        handle
            .createQuery(VISIBLE + "AND a.nick = :nick")
            .bind("self", self.hex())
            .bind("nick", nick)
            .map(Profiles::profile)
            .findOne());
  }

  Profile own(HubId self) {
    return database.read(handle -> own(handle, self));
  }

  private static Profile own(Handle handle, HubId self) {
    return handle
        .createQuery(VISIBLE + "AND a.id = :self")
        .bind("self", self.hex())
        .map(Profiles::profile)
        .one();
  }

  /** Replaces the fields that are there; the others stay. */
  Profile setFields(HubId self, JsonObject fields) {
    return database.write(handle -> {
      JsonObject.Builder all = JsonObject.builder();
      JsonObject before = own(handle, self).fields();
      ProfileFields.NAMES.forEach(name ->
          fields.get(name).or(() -> before.get(name)).ifPresent(value -> all.put(name, value)));
      set(handle, self, "fields", all.build());
      return own(handle, self);
    });
  }

  /** Replaces all of what the account's devices are told; an event where that is new. */
  Profile setMeta(HubId self, JsonObject meta) {
    return database.write(handle -> {
      if (!own(handle, self).meta().equals(meta)) {
        set(handle, self, "meta", meta);
        Prn account = Prn.ofAccount(self);
        JsonObject body = JsonObject.builder().put("meta", meta).build();
        events.append(handle, account, EventKind.PROFILE_META, account, body);
        events.concerns(devicesOf(handle, account));
      }
      return own(handle, self);
    });
  }

  private static List<Prn> devicesOf(Handle handle, Prn account) {
    return handle
        .createQuery("SELECT id FROM devices WHERE owner = ?")
        .bind(0, account.text())
        .mapTo(String.class)
        .map(id -> Prn.ofDevice(new HubId(id)))
        .list();
  }

  /** What an account says to all its devices; {@code {}} where it says nothing. */
  public static JsonObject meta(Handle handle, Prn owner) {
    return Prn.accountId(owner.text())
        .flatMap(account ->
            handle
                .createQuery("SELECT meta FROM profiles WHERE account = ?")
                .bind(0, account.hex())
                .mapTo(String.class)
                .findOne())
        .map(Profiles::json)
        .orElse(JsonObject.EMPTY);
  }

  private void set(Handle handle, HubId self, String column, JsonObject value) {
    handle
        .createUpdate(
            "INSERT INTO profiles (account, <column>, modified) VALUES (:self, :value, :now)"
                + " ON CONFLICT (account) DO UPDATE SET <column> = :value, modified = :now")
        .define("column", column)
        .bind("self", self.hex())
        .bind("value", JsonWriter.AS_BUILT.text(value))
        .bind("now", Times.toMicros(clock.instant()))
        .execute();
  }

  private static Profile profile(ResultSet row, StatementContext context) throws SQLException {
    Account account =
        new Account(
            new HubId(row.getString("id")),
            row.getString("nick"),
            row.getString("email"),
            Times.ofMicros(row.getLong("created")),
            Times.ofMicros(row.getLong("modified")),
            row.getBoolean("disabled"));
    return new Profile(
        account,
        json(row.getString("fields")),
        json(row.getString("meta")),
        Times.ofMicros(row.getLong("changed")));
  }

  private static JsonObject json(String text) {
    try {
      return JsonReader.readObject(text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonException changedRules) {
      throw new IllegalStateException("a stored profile is not JSON any more", changedRules);
    }
  }
}
