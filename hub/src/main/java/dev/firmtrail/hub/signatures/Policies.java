package dev.firmtrail.hub.signatures;

import dev.firmtrail.hub.audit.Actor;
import dev.firmtrail.hub.audit.Audit;
import dev.firmtrail.hub.audit.AuditAction;
import dev.firmtrail.hub.audit.AuditEntry;
import dev.firmtrail.hub.devices.Devices;
import dev.firmtrail.hub.events.Events;
import dev.firmtrail.hub.signatures.GoverningPolicy.Version;
import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The policies of devices and accounts, as the events that set them. Each event has the next number
 * of its subject, and its canonical bytes are stored in the transaction that numbers it. Safe for
 * use by many threads.
 */
final class Policies {
  /** Events of one answer: even with the largest certificates a hub can hold them in memory. */
  static final int PAGE = 16;

  private static final String COLUMNS =
      "SELECT subject, seq, policy, who, created FROM signature_policies ";

  private final Database database;
  private final Events events;
  private final Audit audit;
  private final InstantSource clock;

  Policies(Database database, Events events, Audit audit, InstantSource clock) {
    this.database = database;
    this.events = events;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Sets the policy of a device or an account; durable when this returns.
   *
   * @param owner of the device, or the account itself
   * @throws Refusal the device is hidden
   */
  PolicyEvent add(Prn subject, SignaturePolicy policy, Actor owner) {
    return database.write(handle -> {
      Prn.deviceId(subject.text()).ifPresent(device -> Devices.shown(handle, device));
      events.count(owner.who());
      Instant now = Times.ofMicros(Times.toMicros(clock.instant()));
      PolicyEvent event =
          new PolicyEvent(subject, newestSeq(handle, subject) + 1, policy, owner.who(), now);
      insert(handle, event);
      JsonObject told =
          JsonObject.builder().put("mode", policy.mode().word()).put("seq", event.seq()).build();
      audit.append(
          handle, AuditEntry.done(owner.who(), owner, AuditAction.POLICY_SET, subject, told));
      return event;
    });
  }

  private static void insert(Handle handle, PolicyEvent event) {
    handle
        .createUpdate(
            "INSERT INTO signature_policies (subject, seq, policy, who, created)"
                + " VALUES (:subject, :seq, :policy, :who, :created)")
        .bind("subject", event.subject().text())
        .bind("seq", event.seq())
        .bind("policy", JsonWriter.CANONICAL.bytes(event.policy().document()))
        .bind("who", event.who().text())
        .bind("created", Times.toMicros(event.created()))
        .execute();
  }

  /** What holds for a device now. */
  GoverningPolicy governing(Prn device, Optional<Prn> owner) {
    return database.read(handle ->
        GoverningPolicy.of(
            newest(handle, device), owner.flatMap(account -> newest(handle, account))));
  }

  /** What an account says for those of its devices that say nothing. */
  GoverningPolicy ofAccount(Prn account) {
    return database.read(handle -> GoverningPolicy.of(Optional.empty(), newest(handle, account)));
  }

  /** Which events govern a device, seen from inside a transaction. */
  static Version version(Handle handle, Prn device, Prn owner) {
    return new Version(newestSeq(handle, device), newestSeq(handle, owner));
  }

  /**
   * The events of a subject in the order of their numbers, at most {@link #PAGE}.
   *
   * @param from the first number that is wanted
   */
  List<PolicyEvent> history(Prn subject, long from) {
    return database.read(handle ->
        handle
            .createQuery(
                COLUMNS + "WHERE subject = :subject AND seq >= :from ORDER BY seq LIMIT :limit")
            .bind("subject", subject.text())
            .bind("from", from)
            .bind("limit", PAGE)
            .map(Policies::event)
            .list());
  }

  private static Optional<PolicyEvent> newest(Handle handle, Prn subject) {
    return handle
        .createQuery(COLUMNS + "WHERE subject = ? ORDER BY seq DESC LIMIT 1")
        .bind(0, subject.text())
        .map(Policies::event)
        .findOne();
  }

  private static long newestSeq(Handle handle, Prn subject) {
    return handle
        .createQuery("SELECT coalesce(max(seq), -1) FROM signature_policies WHERE subject = ?")
        .bind(0, subject.text())
        .mapTo(Long.class)
        .one();
  }

  private static PolicyEvent event(ResultSet row, StatementContext context) throws SQLException {
    try {
      return new PolicyEvent(
          new Prn(row.getString("subject")),
          row.getLong("seq"),
          SignaturePolicy.read(JsonReader.readObject(row.getBytes("policy"))),
          new Prn(row.getString("who")),
          Times.ofMicros(row.getLong("created")));
    } catch (JsonException | Refusal broken) {
      // Only what was taken is stored: somebody went around the triggers, or the disk lies.
      throw new IllegalStateException("a signature policy in the database is none", broken);
    }
  }
}
