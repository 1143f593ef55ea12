package dev.firmtrail.hub.trails;

import static java.util.Objects.requireNonNull;

import dev.firmtrail.hub.devices.Device;
import dev.firmtrail.hub.devices.Devices;
import dev.firmtrail.hub.devices.Sighting;
import dev.firmtrail.hub.devices.Sightings;
import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.state.StateId;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Reads trails and steps. Safe for use by many threads. */
final class Trails {
  private static final String STEP =
      "SELECT s.trail, s.rev, s.state, b.bytes, s.commit_msg, s.committer, s.meta, s.created, n.*"
          + " FROM steps s JOIN states b ON b.id = s.state"
          + " JOIN step_standing n ON n.trail = s.trail AND n.rev = s.rev ";

  /** A poll must not look at each step that a device ever had; left alone, SQLite would. */
  private static final String PENDING_STEP =
      STEP.replace("step_standing n", "step_standing n INDEXED BY steps_pending")
          + "AND n.pending = 1 ";

  private static final String TOUCHED =
      "max((SELECT max(created) FROM steps WHERE trail = t.id),"
          + " coalesce((SELECT max(reported) FROM step_standing WHERE trail = t.id), 0)) AS touched";

  /** Bytes of the states in one list of trails, with {@link #BESIDE} for each. */
  private static final int LARGEST_LIST = 8 << 20;

  /** What a trail in a list costs beside its state, in bytes. */
  private static final int BESIDE = 1024;

  static final int MOST_LISTED = LARGEST_LIST / BESIDE;

  /** Without the states: SQLite would carry them through the sorting of those that nobody gets. */
  static final String LIST =
      "SELECT t.id, t.owner, t.created, length(b.bytes) AS bytes, "
          + TOUCHED
          + " FROM devices d JOIN trails t ON t.id = d.id"
          + " JOIN steps s ON s.trail = t.id AND s.rev = 0"
          + " JOIN states b ON b.id = s.state"
          + " WHERE d.owner = :owner AND d.hidden = 0"
          + " ORDER BY t.created, t.id LIMIT :most OFFSET :offset";

  static final String FACTORY_STEPS =
      STEP + "WHERE s.rev = 0 AND s.trail IN (SELECT value FROM json_each(:trails))";

  /** The status is that of the newest step that is not NEW; step 0 never is. */
  private static final String SUMMARY =
      "SELECT d.id, d.nick, d.public, s.state, s.created, n.*, g.seen, g.address,"
          + " (SELECT max(rev) FROM steps WHERE trail = t.id) AS newest, "
          + TOUCHED
          + " FROM trails t JOIN devices d ON d.id = t.id"
          + " JOIN step_standing n ON n.trail = t.id AND n.rev ="
          + " (SELECT max(rev) FROM step_standing WHERE trail = t.id AND status <> 'NEW')"
          + " JOIN steps s ON s.trail = n.trail AND s.rev = n.rev"
          + " LEFT JOIN sightings g ON g.device = t.id ";

  static final String SUMMARIES = SUMMARY + "WHERE d.owner = ? AND d.hidden = 0 ORDER BY t.id";

  private final Database database;
  private final Devices devices;
  private final Sightings sightings;

  Trails(Database database, Devices devices, Sightings sightings) {
    this.database = database;
    this.devices = devices;
    this.sightings = sightings;
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

  /**
   * A trail as it is listed.
   *
   * @param touched when a step of it was posted or reported on last
   */
  record Listed(Trail trail, Step factory, Instant touched) {}

  /**
   * The trails of an owner's devices that are not hidden, oldest first: no more than an answer
   * holds, but one where there is one. The number of queries does not grow with them.
   *
   * @param offset how many are passed over
   * @param most at most {@link #MOST_LISTED}
   */
  List<Listed> ownedBy(Prn owner, int offset, int most) {
    return database.read(handle -> {
      List<Found> found = fitting(found(handle, owner, offset, most));
      Map<HubId, Step> factories = factorySteps(handle, found);
      Map<HubId, Device> known =
          Devices.these(handle, found.stream().map(each -> each.row().id()).toList()).stream()
              .collect(Collectors.toMap(Device::id, device -> device));
      return found.stream()
          .map(each -> {
            HubId id = each.row().id();
            return new Listed(
                trail(each.row(), requireNonNull(known.get(id))),
                requireNonNull(factories.get(id)),
                Times.ofMicros(each.touched()));
          })
          .toList();
    });
  }

  /** A trail of which nothing large was read yet. */
  private record Found(Row row, long bytes, long touched) {}

  private static List<Found> found(Handle handle, Prn owner, int offset, int most) {
    return handle
        .createQuery(LIST)
        .bind("owner", owner.text())
        .bind("offset", offset)
        .bind("most", most)
        .map((row, context) ->
            new Found(row(row, context), row.getLong("bytes"), row.getLong("touched")))
        .list();
  }

  private static List<Found> fitting(List<Found> all) {
    long bytes = 0;
    int fitting = 0;
    while (fitting < all.size()) {
      bytes += all.get(fitting).bytes() + BESIDE;
      if (bytes > LARGEST_LIST && fitting > 0) {
        break;
      }
      fitting++;
    }
    return all.subList(0, fitting);
  }

  private static Map<HubId, Step> factorySteps(Handle handle, List<Found> found) {
    List<String> ids = found.stream().map(each -> each.row().id().hex()).toList();
    return handle
        .createQuery(FACTORY_STEPS)
        .bind("trails", JsonWriter.COMPACT.text(Json.ofStrings(ids)))
        .map(Trails::stepOf)
        .collect(Collectors.toMap(Step::trail, step -> step));
  }

  private Optional<Trail> trail(Row row) {
    Optional<Device> device = devices.byId(row.id());
    return device.map(found -> trail(row, found));
  }

  private static Trail trail(Row row, Device device) {
    return new Trail(device, row.owner(), Times.ofMicros(row.created()));
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
    String wanted = "n.status " + (filter.negated() ? "NOT " : "") + "IN (<statuses>)";
    return database.read(handle ->
        handle
            .createQuery(
                (filter.onlyPending() ? PENDING_STEP : STEP)
                    + "WHERE n.trail = :trail AND "
                    + wanted
                    + " ORDER BY n.rev LIMIT :limit")
            .bind("trail", trail.hex())
            .bindList("statuses", filter.statuses())
            .bind("limit", filter.limit())
            .map(Trails::stepOf)
            .list());
  }

  /** When a step of the trail was posted or reported on last. */
  Instant touched(HubId trail) {
    return summary(trail).orElseThrow().touched();
  }

  Optional<TrailSummary> summary(HubId trail) {
    return database.read(handle ->
        handle
            .createQuery(SUMMARY + "WHERE t.id = ?")
            .bind(0, trail.hex())
            .map(this::summaryOf)
            .findOne());
  }

  /** Where the devices of an owner stand, the one of which there was news last first. */
  List<TrailSummary> summaries(Prn owner) {
    List<TrailSummary> found =
        database.read(handle ->
            handle.createQuery(SUMMARIES).bind(0, owner.text()).map(this::summaryOf).list());
    return found.stream()
        .sorted(Comparator.comparing(TrailSummary::newestSign).reversed())
        .toList();
  }

  private TrailSummary summaryOf(ResultSet row, StatementContext context) throws SQLException {
    HubId device = new HubId(row.getString("id"));
    return new TrailSummary(
        device,
        row.getString("nick"),
        row.getBoolean("public"),
        row.getLong("newest"),
        row.getLong("rev"),
        new StateId(row.getString("state")),
        Times.ofMicros(row.getLong("created")),
        StepProgress.of(row),
        Times.ofMicros(row.getLong("touched")),
        sightings.newest(device, Sighting.of(row)));
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
        Times.ofMicros(row.getLong("created")),
        StepProgress.of(row));
  }
}
