package dev.firmtrail.hub.events;

import dev.firmtrail.hub.store.Check;
import dev.firmtrail.hub.store.Finding;
import dev.firmtrail.hub.store.Rows;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.state.json.JsonWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * That events are numbered without a gap, never go back in time, and that each row says what its
 * canonical bytes say.
 */
public final class EventsCheck implements Check {
  @Override
  public String name() {
    return "events";
  }

  @Override
  public void run(Handle handle, Consumer<Finding> found) {
    Rows.requireDense(handle, "events", "subject", "seq", found);
    AtomicReference<Place> newest = new AtomicReference<>(new Place("", 0));
    Rows.each(
        handle,
        "SELECT * FROM events ORDER BY subject, seq",
        row -> {
          String where = "event %d of %s".formatted(row.getLong("seq"), row.getString("subject"));
          if (!saysWhatItsBytesSay(row)) {
            found.accept(Finding.damage(where, "the row does not say what its bytes say"));
          }
          Place here = new Place(row.getString("subject"), row.getLong("created"));
          Place before = newest.getAndSet(here);
          if (here.subject().equals(before.subject()) && here.created() < before.created()) {
            found.accept(Finding.damage(where, "it is earlier than the one before it"));
          }
        });
  }

  /** Where the walk has come to. */
  private record Place(String subject, long created) {}

  private static boolean saysWhatItsBytesSay(ResultSet row) throws SQLException {
    byte[] bytes = row.getBytes("bytes");
    try {
      Event event = Event.read(bytes);
      return Arrays.equals(bytes, JsonWriter.CANONICAL.bytes(event.document()))
          && event.subject().text().equals(row.getString("subject"))
          && event.seq() == row.getLong("seq")
          && event.kind().word().equals(row.getString("kind"))
          && String.valueOf(row.getString("rev")).equals(rev(event))
          && event.who().text().equals(row.getString("who"))
          && Times.toMicros(event.created()) == row.getLong("created");
    } catch (IllegalArgumentException none) {
      return false;
    }
  }

  private static String rev(Event event) {
    return event.rev().isPresent() ? Long.toString(event.rev().getAsLong()) : "null";
  }
}
