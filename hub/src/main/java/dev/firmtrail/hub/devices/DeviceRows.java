package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The table of devices: reads and writes rows, and knows no rule. */
final class DeviceRows {
  private static final String COLUMNS =
      "SELECT id, owner, nick, challenge, public, hidden, created, modified FROM devices ";

  private DeviceRows() {}

  static void insert(Handle handle, Device device, String secretHash) {
    handle
        .createUpdate(
            "INSERT INTO devices (id, owner, nick, secret, challenge, public, created, modified)"
                + " VALUES (:id, :owner, :nick, :secret, :challenge, 0, :created, :created)")
        .bind("id", device.id().hex())
        .bind("owner", device.owner().map(Prn::text).orElse(""))
        .bind("nick", device.nick())
        .bind("secret", secretHash)
        .bind("challenge", device.challenge().orElse(""))
        .bind("created", Times.toMicros(device.created()))
        .execute();
  }

  static void set(Handle handle, Device device, String column, Object value, Instant now) {
    handle
        .createUpdate("UPDATE devices SET <column> = :value, modified = :now WHERE id = :id")
        .define("column", column)
        .bind("value", value)
        .bind("now", Times.toMicros(now))
        .bind("id", device.id().hex())
        .execute();
  }

  static Optional<Device> byId(Handle handle, HubId id) {
    return handle
        .createQuery(COLUMNS + "WHERE id = ?")
        .bind(0, id.hex())
        .map(DeviceRows::device)
        .findOne();
  }

  static Optional<Device> byNick(Handle handle, Optional<Prn> owner, String nick) {
    return handle
        .createQuery(COLUMNS + "WHERE owner = ? AND nick = ?")
        .bind(0, owner.map(Prn::text).orElse(""))
        .bind(1, nick)
        .map(DeviceRows::device)
        .findOne();
  }

  /** All of an owner that are not hidden, oldest first. */
  static List<Device> ownedBy(Handle handle, Prn owner) {
    return handle
        .createQuery(COLUMNS + "WHERE owner = ? AND hidden = 0 ORDER BY created, id")
        .bind(0, owner.text())
        .map(DeviceRows::device)
        .list();
  }

  static List<Device> these(Handle handle, List<HubId> ids) {
    List<String> texts = ids.stream().map(HubId::hex).toList();
    return handle
        .createQuery(COLUMNS + "WHERE id IN (SELECT value FROM json_each(:ids))")
        .bind("ids", JsonWriter.COMPACT.text(Json.ofStrings(texts)))
        .map(DeviceRows::device)
        .list();
  }

  static Device device(ResultSet row, StatementContext context) throws SQLException {
    return new Device(
        new HubId(row.getString("id")),
        owner(row),
        row.getString("nick"),
        Optional.of(row.getString("challenge")).filter(text -> !text.isEmpty()),
        row.getInt("public") == 1,
        row.getInt("hidden") == 1,
        Times.ofMicros(row.getLong("created")),
        Times.ofMicros(row.getLong("modified")));
  }

  static Optional<Prn> owner(ResultSet row) throws SQLException {
    return Optional.of(row.getString("owner")).filter(text -> !text.isEmpty()).map(Prn::new);
  }
}
