package dev.firmtrail.hub.audit;

import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.state.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Adds records and lists them; nothing changes or removes one. Each has the next number of its
 * account, by which the account can tell that none is missing, and the next of the hub, which only
 * its operator sees. Safe for use by many threads.
 */
public final class Audit {
  /** Records of one answer. */
  static final int PAGE = 100;

  private final Database database;
  private final InstantSource clock;

  public Audit(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Adds a record.
   *
   * @param handle of the transaction that does what it tells: both are kept, or neither
   */
  public void append(Handle handle, AuditEntry entry) {
    Optional<Place> newest = newest(handle);
    long seq = nextSeq(handle, entry.accountText());
    // A clock that was put back must not tell another order than the numbers do.
    long created =
        Math.max(
            Times.toMicros(clock.instant()), newest.map(Place::created).orElse(Long.MIN_VALUE));
    handle
        .createUpdate(
            "INSERT INTO audit (n, account, seq, created, who, action, subject, outcome, address, bytes)"
                + " VALUES (:n, :account, :seq, :created, :who, :action, :subject, :outcome, :address, :bytes)")
        .bind("n", newest.map(place -> place.n() + 1).orElse(0L))
        .bind("account", entry.accountText())
        .bind("seq", seq)
        .bind("created", created)
        .bind("who", entry.actor().who().text())
        .bind("action", entry.action().word())
        .bind("subject", entry.subject().text())
        .bind("outcome", entry.outcome().word())
        .bind("address", entry.actor().from().text())
        .bind("bytes", JsonWriter.CANONICAL.bytes(entry.document(seq, Times.ofMicros(created))))
        .execute();
  }

  /** Where the log ends. */
  private record Place(long n, long created) {}

  private static Optional<Place> newest(Handle handle) {
    return handle
        .createQuery("SELECT n, created FROM audit ORDER BY n DESC LIMIT 1")
        .map((row, context) -> new Place(row.getLong("n"), row.getLong("created")))
        .findOne();
  }

  private static long nextSeq(Handle handle, String account) {
    return handle
        .createQuery("SELECT coalesce(max(seq), -1) + 1 FROM audit WHERE account = ?")
        .bind(0, account)
        .mapTo(Long.class)
        .one();
  }

  /**
   * The records of an account in the order of their numbers, at most {@link #PAGE}, each as the
   * canonical JSON that is stored.
   *
   * @param from the first number that is wanted
   */
  List<String> list(Prn account, long from) {
    return database.read(handle ->
        handle
            .createQuery(
                "SELECT bytes FROM audit WHERE account = :account AND seq >= :from"
                    + " ORDER BY seq LIMIT :limit")
            .bind("account", account.text())
            .bind("from", from)
            .bind("limit", PAGE)
            .map((row, context) -> new String(row.getBytes("bytes"), StandardCharsets.UTF_8))
            .list());
  }
}
