package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.audit.Actor;
import dev.firmtrail.hub.audit.Audit;
import dev.firmtrail.hub.audit.AuditAction;
import dev.firmtrail.hub.audit.AuditEntry;
import dev.firmtrail.hub.devices.Devices;
import dev.firmtrail.hub.events.EventKind;
import dev.firmtrail.hub.events.Events;
import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Takes what devices report on steps, and what owners decide about them: as events, each in the
 * transaction that brings the step's standing up to it. Touches no step. Safe for use by many
 * threads.
 */
final class StepProgress {
  private final Database database;
  private final Events events;
  private final Audit audit;

  StepProgress(Database database, Events events, Audit audit) {
    this.database = database;
    this.events = events;
    this.audit = audit;
  }

  /**
   * Keeps what a device says of a step of its trail, whatever it is and whenever it comes.
   *
   * @param mended whether its text was broken and something in it replaced
   * @throws Refusal there is no such step
   */
  void report(HubId trail, long rev, StepReport report, boolean mended) {
    JsonObject.Builder body = JsonObject.builder();
    if (mended) {
      body.put("mended", true);
    }
    JsonObject kept = body.put("report", report.report()).build();
    database.write(handle ->
        add(handle, trail, rev, EventKind.PROGRESS, Prn.ofDevice(trail), standing -> kept));
  }

  /**
   * Withdraws a step that the device has not taken.
   *
   * @throws Refusal there is no such step, or it is not NEW any more
   */
  StepStanding cancel(HubId trail, long rev, Actor owner) {
    return decide(trail, rev, owner, EventKind.CANCEL, AuditAction.CANCEL, StepStanding.NEW);
  }

  /**
   * Gives up on a step that the device does not get done with.
   *
   * @throws Refusal there is no such step, or it is not INPROGRESS
   */
  StepStanding wontgo(HubId trail, long rev, Actor owner) {
    return decide(
        trail, rev, owner, EventKind.WONTGO, AuditAction.WONTGO, StepStanding.IN_PROGRESS);
  }

  private StepStanding decide(
      HubId trail, long rev, Actor owner, EventKind kind, AuditAction action, String wanted) {
    return database.write(handle -> {
      StepStanding after =
          add(handle, trail, rev, kind, owner.who(), standing -> met(standing, wanted));
      JsonObject step = JsonObject.builder().put("rev", rev).build();
      audit.append(handle, AuditEntry.done(owner.who(), owner, action, Prn.ofDevice(trail), step));
      return after;
    });
  }

  private static JsonObject met(StepStanding standing, String wanted) {
    if (!standing.status().equals(wanted)) {
      throw Refusal.badRequest("this can be done only while the step is " + wanted);
    }
    return JsonObject.builder().put("met", wanted).build();
  }

  private StepStanding add(
      Handle handle,
      HubId trail,
      long rev,
      EventKind kind,
      Prn who,
      Function<StepStanding, JsonObject> body) {
    Devices.shown(handle, trail);
    StepStanding before = find(handle, trail, rev).orElseThrow(TrailAccess::noSuchRevision);
    StepStanding after =
        before.after(
            events.append(handle, Prn.ofDevice(trail), kind, rev, who, body.apply(before)));
    bind(
            handle.createUpdate(
                "UPDATE step_standing SET status = :status, pending = :pending, by_owner = :by_owner,"
                    + " decided_by = :decided_by, reported = :reported, progress = :progress"
                    + " WHERE trail = :trail AND rev = :rev"),
            trail,
            rev,
            after)
        .execute();
    return after;
  }

  /** Says where a step begins; in the transaction that adds the step. */
  static void begin(Handle handle, Step step) {
    bind(
            handle.createUpdate(
                "INSERT INTO step_standing (trail, rev, status, pending, by_owner, decided_by, reported, progress)"
                    + " VALUES (:trail, :rev, :status, :pending, :by_owner, :decided_by, :reported, :progress)"),
            step.trail(),
            step.rev(),
            step.standing())
        .execute();
  }

  private static <S extends SqlStatement<S>> S bind(
      S statement, HubId trail, long rev, StepStanding standing) {
    return statement
        .bind("trail", trail.hex())
        .bind("rev", rev)
        .bind("status", standing.status())
        .bind("pending", standing.isPending())
        .bind("by_owner", standing.byOwner())
        .bind("decided_by", standing.decidedBy())
        .bind("reported", standing.reported().map(Times::toMicros))
        .bind("progress", JsonWriter.CANONICAL.text(standing.progress()));
  }

  private static Optional<StepStanding> find(Handle handle, HubId trail, long rev) {
    return handle
        .createQuery("SELECT * FROM step_standing WHERE trail = ? AND rev = ?")
        .bind(0, trail.hex())
        .bind(1, rev)
        .map((row, context) -> of(row))
        .findOne();
  }

  /** Of a row that has the columns of {@code step_standing}. */
  static StepStanding of(ResultSet row) throws SQLException {
    long decidedBy = row.getLong("decided_by");
    OptionalLong decider = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(decidedBy);
    long reported = row.getLong("reported");
    Optional<Long> micros = row.wasNull() ? Optional.empty() : Optional.of(reported);
    return new StepStanding(
        row.getString("status"),
        row.getBoolean("by_owner"),
        decider,
        micros.map(Times::ofMicros),
        stored(row.getString("progress")));
  }

  private static JsonObject stored(String progress) {
    try {
      return JsonReader.readObject(progress.getBytes(StandardCharsets.UTF_8));
    } catch (JsonException broken) {
      throw new IllegalStateException("a stored progress is no JSON", broken);
    }
  }
}
