package dev.firmtrail.hub.events;

import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.hub.web.Rates;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.hub.web.Throttle;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * Adds events and lists them; nothing changes or removes one. Each has the next number of its
 * subject, and the canonical bytes of the whole event are stored in the transaction that numbers
 * it. Safe for use by many threads.
 */
public final class Events {
  /** Events of one answer. */
  public static final int PAGE = 100;

  private final Database database;
  private final InstantSource clock;
  private final Changes changes = new Changes();
  private final Throttle byDevice;
  private final Throttle byAccount;

  public Events(Database database, Rates rates, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    this.byDevice = new Throttle(rates.deviceEvents(), clock);
    this.byAccount = new Throttle(rates.accountEvents(), clock);
  }

  /**
   * Adds an event.
   *
   * @param handle of the transaction that does what the event tells: both are kept, or neither
   * @throws Refusal 429: whoever did it adds too many ({@link #count})
   */
  public Event append(Handle handle, Prn subject, EventKind kind, Prn who, JsonObject body) {
    return append(handle, subject, kind, OptionalLong.empty(), who, body);
  }

  /** {@link #append(Handle, Prn, EventKind, Prn, JsonObject)} of what happened to a step. */
  public Event append(
      Handle handle, Prn subject, EventKind kind, long rev, Prn who, JsonObject body) {
    return append(handle, subject, kind, OptionalLong.of(rev), who, body);
  }

  private Event append(
      Handle handle, Prn subject, EventKind kind, OptionalLong rev, Prn who, JsonObject body) {
    count(who);
    Optional<Place> newest = newest(handle, subject);
    long seq = newest.map(place -> place.seq() + 1).orElse(0L);
    // A clock that was put back must not tell another order than the numbers do.
    long created =
        Math.max(
            Times.toMicros(clock.instant()), newest.map(Place::created).orElse(Long.MIN_VALUE));
    Event event = new Event(subject, seq, kind, rev, who, Times.ofMicros(created), body);
    insert(handle, event);
    if (kind != EventKind.DEVICE_META) {
      database.afterCommit(() -> changes.happened(subject));
    }
    return event;
  }

  /**
   * Counts something that somebody adds for ever: an event, or what is kept elsewhere like one.
   *
   * @throws Refusal 429: it is too much
   */
  public void count(Prn who) {
    Throttle his = Prn.deviceId(who.text()).isPresent() ? byDevice : byAccount;
    his.take(
        who.text(),
        "too much was reported, posted or changed; Retry-After says how many seconds to wait");
  }

  /**
   * What these are told becomes another by the transaction that runs now, which adds no event of
   * theirs.
   */
  public void concerns(List<Prn> subjects) {
    database.afterCommit(() -> subjects.forEach(changes::happened));
  }

  /** Whether anything happened lately. */
  public Changes changes() {
    return changes;
  }

  /** Where a subject's events end. */
  private record Place(long seq, long created) {}

  private static Optional<Place> newest(Handle handle, Prn subject) {
    return handle
        .createQuery("SELECT seq, created FROM events WHERE subject = ? ORDER BY seq DESC LIMIT 1")
        .bind(0, subject.text())
        .map((row, context) -> new Place(row.getLong("seq"), row.getLong("created")))
        .findOne();
  }

  private static void insert(Handle handle, Event event) {
    handle
        .createUpdate(
            "INSERT INTO events (subject, seq, kind, rev, who, created, bytes)"
                + " VALUES (:subject, :seq, :kind, :rev, :who, :created, :bytes)")
        .bind("subject", event.subject().text())
        .bind("seq", event.seq())
        .bind("kind", event.kind().word())
        .bind("rev", event.rev())
        .bind("who", event.who().text())
        .bind("created", Times.toMicros(event.created()))
        .bind("bytes", JsonWriter.CANONICAL.bytes(event.document()))
        .execute();
  }

  /**
   * The events of a subject in the order of their numbers, at most {@link #PAGE}, each as the
   * canonical JSON that is stored.
   *
   * @param from the first number that is wanted
   */
  public List<String> list(Prn subject, long from) {
    return database.read(handle ->
        handle
            .createQuery(
                "SELECT bytes FROM events WHERE subject = :subject AND seq >= :from"
                    + " ORDER BY seq LIMIT :limit")
            .bind("subject", subject.text())
            .bind("from", from)
            .bind("limit", PAGE)
            .map((row, context) -> new String(row.getBytes("bytes"), StandardCharsets.UTF_8))
            .list());
  }

  /**
   * {@link #list(Prn, long)} of what happened to one step, by the index that SQLite, left alone,
   * passes over for all events of the subject.
   */
  public List<String> list(Prn subject, long rev, long from) {
    return database.read(handle ->
        handle
            .createQuery(
                "SELECT bytes FROM events INDEXED BY events_of_step"
                    + " WHERE subject = :subject AND rev = :rev AND seq >= :from"
                    + " ORDER BY seq LIMIT :limit")
            .bind("subject", subject.text())
            .bind("rev", rev)
            .bind("from", from)
            .bind("limit", PAGE)
            .map((row, context) -> new String(row.getBytes("bytes"), StandardCharsets.UTF_8))
            .list());
  }
}
