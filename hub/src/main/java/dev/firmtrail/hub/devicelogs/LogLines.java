package dev.firmtrail.hub.devicelogs;

import dev.firmtrail.hub.devicelogs.LogQuery.Place;
import dev.firmtrail.hub.devices.Devices;
import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.hub.web.Throttle;
import dev.firmtrail.hub.web.Throttle.Rate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/** The lines that devices logged, on the disk. Safe for use by many threads. */
final class LogLines {
  /** Lines that one turn of a reading thread looks at, so that nobody waits long behind it. */
  private static final int TURN = 10_000;

  /** Lines that one call looks at: so much work can a question be. */
  static final int MOST_LOOKED_AT = 20 * TURN;

  /** Bytes of lines after which an answer is long enough, whatever page was asked for. */
  private static final int LONG_ENOUGH = 4 << 20;

  private static final int KIB = 1024;

  private final Database database;
  private final Throttle kibibytes;
  private final InstantSource clock;

  LogLines(Database database, Rate rate, InstantSource clock) {
    this.database = database;
    this.kibibytes = new Throttle(rate, clock);
    this.clock = clock;
  }

  /**
   * Takes the lines of one post, all or none; durable when this returns.
   *
   * @throws Refusal the device is hidden; 429: it logs too much
   */
  void add(HubId device, Prn owner, List<LogLine> lines) {
    database.write(handle -> {
      Devices.shown(handle, device);
      long seq = newest(handle, "seq", "device", device.hex()) + 1;
      long created =
          Math.max(
              Times.toMicros(clock.instant()),
              newest(handle, "created", "owner", owner.text()) + 1);
      List<LogEntry> entries =
          IntStream.range(0, lines.size())
              .mapToObj(
                  i -> new LogEntry(device, seq + i, owner, Times.ofMicros(created), lines.get(i)))
              .toList();
      return insert(handle, device, entries);
    });
  }

  private static long newest(Handle handle, String column, String of, String subject) {
    return handle
        .createQuery("SELECT coalesce(max(" + column + "), -1) FROM log_lines WHERE " + of + " = ?")
        .bind(0, subject)
        .mapTo(Long.class)
        .one();
  }

  private int insert(Handle handle, HubId device, List<LogEntry> entries) {
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO log_lines (device, seq, owner, created, rev, plat, src, lvl, bytes)"
                + " VALUES (:device, :seq, :owner, :created, :rev, :plat, :src, :lvl, :bytes)");
    int bytes = 0;
    for (LogEntry entry : entries) {
      LogLine line = entry.line();
      byte[] stored = entry.bytes();
      bytes += stored.length;
      batch
          .bind("device", device.hex())
          .bind("seq", entry.seq())
          .bind("owner", entry.owner().text())
          .bind("created", Times.toMicros(entry.created()))
          .bind("rev", line.rev())
          .bind("plat", line.plat())
          .bind("src", line.src())
          .bind("lvl", line.lvl())
          .bind("bytes", stored)
          .add();
    }
    count(device, bytes);
    return batch.execute().length;
  }

  private void count(HubId device, int bytes) {
    kibibytes.take(
        device.hex(),
        Math.ceilDiv(bytes, KIB),
        "the device logged too much; Retry-After says how many seconds to wait");
  }

  /**
   * What was found.
   *
   * @param rest what is left of the query behind it
   * @param allSeen whether nothing is left of it now; later lines may come
   */
  record Page(List<LogEntry> entries, LogQuery rest, boolean allSeen) {}

  /** At most as many lines as are wanted; fewer when they are long, or when few are found. */
  Page page(LogRequest request) {
    Search search = new Search(request);
    int looked = 0;
    while (looked < MOST_LOOKED_AT && !search.isOver()) {
      looked += database.read(search::turn);
    }
    return new Page(search.found, search.rest, search.allSeen);
  }

  /** One call's way through the lines. */
  private static final class Search {
    private final List<LogEntry> found = new ArrayList<>();
    private final int page;
    private LogQuery rest;
    private int toPass;
    private long bytes;
    private boolean allSeen;

    Search(LogRequest request) {
      this.rest = request.query();
      this.page = request.page();
      this.toPass = request.start();
      this.allSeen = rest.devices().filter(Set::isEmpty).isPresent();
    }

    boolean isOver() {
      return allSeen || isFull();
    }

    private boolean isFull() {
      return found.size() == page || bytes >= LONG_ENOUGH;
    }

    /** Looks at the next {@link #TURN} lines; gives how many it were. */
    int turn(Handle handle) {
      // Left open, its statement would hold this thread's connection to the database of now.
      try (Query lines = statement(handle, rest)) {
        return lines.scanResultSet((supplier, context) -> look(supplier.get()));
      }
    }

    private int look(ResultSet rows) throws SQLException {
      Place reached = Place.FIRST;
      int looked = 0;
      while (!isFull() && rows.next()) {
        reached = new Place(rows.getLong("created"), rows.getLong("seq"));
        looked++;
        if (fits(rows) && --toPass < 0) {
          take(rows.getBytes("bytes"));
        }
      }
      if (looked > 0) {
        rest = rest.behind(reached);
      }
      allSeen = !isFull() && looked < TURN;
      return looked;
    }

    private boolean fits(ResultSet row) throws SQLException {
      for (Map.Entry<String, Set<String>> each : rest.wanted().entrySet()) {
        if (!each.getValue().contains(row.getString(each.getKey()))) {
          return false;
        }
      }
      return true;
    }

    private void take(byte[] stored) {
      found.add(LogEntry.read(stored));
      bytes += stored.length;
    }
  }

  /** In the order of an index, so that nothing is sorted and reading can stop anywhere. */
  private static Query statement(Handle handle, LogQuery query) {
    List<HubId> devices = query.devices().map(List::copyOf).orElse(List.of());
    String rows =
        devices.isEmpty()
            ? rows("log_lines_of_owner", "")
            : IntStream.range(0, devices.size())
                .mapToObj(i -> rows("log_lines_of_device", "device = :device" + i + " AND "))
                .collect(Collectors.joining(" UNION ALL "));
    String order = query.newestFirst() ? "created DESC, seq DESC" : "created, seq";
    Query statement =
        handle
            .createQuery(rows + " ORDER BY " + order + " LIMIT " + TURN)
            .bind("owner", query.owner().text())
            .bind("after", query.after().created())
            .bind("afterSeq", query.after().seq())
            .bind("before", query.before().created())
            .bind("beforeSeq", query.before().seq());
    for (int i = 0; i < devices.size(); i++) {
      statement.bind("device" + i, devices.get(i).hex());
    }
    return statement;
  }

  private static String rows(String index, String condition) {
    return "SELECT created, seq, rev, plat, src, lvl, bytes FROM log_lines INDEXED BY "
        + index
        + " WHERE "
        + condition
        + "owner = :owner AND (created, seq) > (:after, :afterSeq)"
        + " AND (created, seq) < (:before, :beforeSeq)";
  }
}
