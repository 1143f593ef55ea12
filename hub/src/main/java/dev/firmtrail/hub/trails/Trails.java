package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.devices.Device;
import dev.firmtrail.hub.devices.Devices;
import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.state.StateId;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/** Reads trails and steps. Safe for use by many threads. */
final class Trails {
  private static final String STEP =
      "SELECT s.trail, s.rev, s.state, b.bytes, s.commit_msg, s.committer, s.meta, s.first_status, s.created"
          + " FROM steps s JOIN states b ON b.id = s.state ";

  private final Database database;
  private final Devices devices;

  Trails(Database database, Devices devices) {
    this.database = database;
    this.devices = devices;
  }

  private record Row(HubId id, Prn owner, long created) {}

  Optional<Trail> find(HubId id) {
    Optional<Row> row =
        database.read(handle ->
            handle
                .createQuery("SELECT id, owner, created FROM trails WHERE id = ?")
                .bind(0, id.hex())
                .map(Trails::row)
                .findOne());
    return row.flatMap(this::trail);
  }

  /** The trails of an owner's devices, oldest first. */
  List<Trail> ownedBy(Prn owner) {
    List<Row> rows =
        database.read(handle ->
            handle
                .createQuery(
                    "SELECT id, owner, created FROM trails WHERE owner = ? ORDER BY created, id")
                .bind(0, owner.text())
                .map(Trails::row)
                .list());
    return rows.stream().map(this::trail).flatMap(Optional::stream).toList();
  }

  private Optional<Trail> trail(Row row) {
    Optional<Device> device = devices.byId(row.id());
    return device.map(found -> new Trail(found, row.owner(), Times.ofMicros(row.created())));
  }

  Optional<Step> step(HubId trail, long rev) {
    return database.read(handle ->
        handle
            .createQuery(STEP + "WHERE s.trail = ? AND s.rev = ?")
            .bind(0, trail.hex())
            .bind(1, rev)
            .map(Trails::stepOf)
            .findOne());
  }

  /** The state of a step, without reading it. */
  Optional<StateId> stateId(HubId trail, long rev) {
    return database.read(handle ->
        handle
            .createQuery("SELECT state FROM steps WHERE trail = ? AND rev = ?")
            .bind(0, trail.hex())
            .bind(1, rev)
            .mapTo(String.class)
            .map(StateId::new)
            .findOne());
  }

  /** The newest step; a trail has at least one. */
  Step newest(HubId trail) {
    return database.read(handle ->
        handle
            .createQuery(STEP + "WHERE s.trail = ? ORDER BY s.rev DESC LIMIT 1")
            .bind(0, trail.hex())
            .map(Trails::stepOf)
            .one());
  }

  /** Steps in the order of their numbers. */
  List<Step> steps(HubId trail, StepFilter filter) {
    if (filter.statuses().isEmpty()) {
      return List.of();
    }
    String wanted = "s.first_status " + (filter.negated() ? "NOT " : "") + "IN (<statuses>)";
    return database.read(handle ->
        handle
            .createQuery(
                STEP + "WHERE s.trail = :trail AND " + wanted + " ORDER BY s.rev LIMIT :limit")
            .bind("trail", trail.hex())
            .bindList("statuses", filter.statuses())
            .bind("limit", filter.limit())
            .map(Trails::stepOf)
            .list());
  }

  private static Row row(ResultSet row, StatementContext context) throws SQLException {
    return new Row(
        new HubId(row.getString("id")), new Prn(row.getString("owner")), row.getLong("created"));
  }

  private static Step stepOf(ResultSet row, StatementContext context) throws SQLException {
    byte[] bytes = row.getBytes("bytes");
    StateId id = new StateId(row.getString("state"));
    if (!StateId.ofCanonical(bytes).equals(id)) {
      // Somebody went around the triggers, or the disk lies. Nobody may be given these bytes under
      // this name.
      throw new IllegalStateException(
          "state " + id + " in the database has other bytes than its name says");
    }
    return new Step(
        new HubId(row.getString("trail")),
        row.getLong("rev"),
        id,
        new String(bytes, StandardCharsets.UTF_8),
        row.getString("commit_msg"),
        row.getString("committer"),
        row.getString("meta"),
        Step.Status.valueOf(row.getString("first_status")),
        Times.ofMicros(row.getLong("created")));
  }
}
