package dev.firmtrail.hub.audit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.DiskFault;
import dev.firmtrail.hub.store.Fingerprint;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.hub.web.ClientAddress;
import dev.firmtrail.state.json.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what anybody can make happen any number of times, without letting him fill the disk: of
 * those alike in an hour, for devices in a day, the first is written. It says how many before it
 * were not. What was not written yet is lost when the hub stops. Safe for use by many threads.
 */
public final class RepeatedRecords {
  private static final Logger LOG = LoggerFactory.getLogger(RepeatedRecords.class);

  /** Devices log in again and again, and there are many of them. */
  private static final Duration DEVICES = Duration.ofDays(1);

  private static final Duration PEOPLE = Duration.ofHours(1);
  private static final String ANYWHERE = "";
  private static final int REMEMBERED = 50_000;

  private final Database database;
  private final Audit audit;
  private final InstantSource clock;

  /** By what {@link #alike} ones have in common. */
  private final Cache<Fingerprint, Since> written =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  /**
   * @param time when one was written, in microseconds
   * @param more how many came since
   */
  private record Since(long time, long more) {}

  public RepeatedRecords(Database database, Audit audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Writes an entry, or only counts it. A disk that takes nothing stops nobody: it is counted then.
   *
   * @return whether it is written, durably
   */
  public boolean add(AuditEntry entry) {
    OptionalLong before = due(entry);
    if (before.isEmpty()) {
      return false;
    }
    long unwritten = before.getAsLong();
    AuditEntry whole = unwritten == 0 ? entry : entry.with("unwritten", unwritten);
    try {
      database.write(handle -> {
        audit.append(handle, whole);
        return whole;
      });
      return true;
    } catch (RuntimeException failed) {
      DiskFault fault = DiskFault.behind(failed).orElseThrow(() -> failed);
      LOG.atWarn().log("an audit record was not written: the disk {}", fault.said());
      again(entry, unwritten + 1);
      return false;
    }
  }

  /** How many like this one are not written yet. */
  public synchronized long unwritten(AuditEntry entry) {
    return since(alike(entry)).map(Since::more).orElse(0L);
  }

  /** Those of {@link #unwritten} were told in another way. */
  public synchronized void told(AuditEntry entry) {
    Fingerprint alike = alike(entry);
    since(alike).ifPresent(since -> written.put(alike, new Since(since.time(), 0)));
  }

  /** Whoever fails has as many addresses as he likes; who succeeds, those of one party. */
  private static Fingerprint alike(AuditEntry entry) {
    Actor actor = entry.actor();
    String from = entry.outcome() == AuditOutcome.DONE ? actor.from().network() : ANYWHERE;
    AuditEntry common =
        new AuditEntry(
            entry.account(),
            new Actor(actor.who(), new ClientAddress(from, from)),
            entry.action(),
            entry.subject(),
            entry.outcome(),
            entry.body());
    return Fingerprint.of(JsonWriter.CANONICAL.text(common.document(0, Instant.EPOCH)));
  }

  /** How many were not written before this one, which is to be; empty where it is not to be. */
  private synchronized OptionalLong due(AuditEntry entry) {
    Fingerprint alike = alike(entry);
    long now = Times.toMicros(clock.instant());
    Optional<Since> since = since(alike);
    long age = now - since.map(Since::time).orElse(now);
    if (since.isPresent() && age >= 0 && age < micros(entry)) {
      written.put(alike, new Since(since.get().time(), since.get().more() + 1));
      return OptionalLong.empty();
    }
    written.put(alike, new Since(now, 0));
    return OptionalLong.of(since.map(Since::more).orElse(0L));
  }

  private synchronized void again(AuditEntry entry, long unwritten) {
    long past = Times.toMicros(clock.instant()) - micros(entry);
    written.put(alike(entry), new Since(past, unwritten));
  }

  private Optional<Since> since(Fingerprint alike) {
    return Optional.ofNullable(written.getIfPresent(alike));
  }

  private static long micros(AuditEntry entry) {
    boolean device = Prn.deviceId(entry.subject().text()).isPresent();
    return (device ? DEVICES : PEOPLE).toNanos() / 1_000;
  }
}
