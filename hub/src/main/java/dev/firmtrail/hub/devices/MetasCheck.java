package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.events.Event;
import dev.firmtrail.hub.store.Check;
import dev.firmtrail.hub.store.Finding;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Rows;
import dev.firmtrail.state.json.JsonObject;
import java.time.DateTimeException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** That the metadata of each device is what its events make of it, one after the other. */
public final class MetasCheck implements Check {
  /** Also where events say that there is some, and it is gone. */
  private static final String EACH =
      "SELECT device, kind FROM metas UNION"
          + " SELECT substr(subject, length('prn:::devices:/') + 1), replace(kind, '-meta', '')"
          + " FROM events WHERE kind IN ('user-meta', 'device-meta')";

  private static final String EVENTS =
      "SELECT bytes FROM events WHERE subject = ? AND kind = ? ORDER BY seq";

  @Override
  public String name() {
    return "metadata";
  }

  @Override
  public void run(Handle handle, Consumer<Finding> found) {
    Rows.each(
        handle,
        EACH,
        row -> {
          String device = row.getString("device");
          String kind = row.getString("kind");
          if (!stored(handle, device, kind).equals(folded(handle, device, kind))) {
            found.accept(
                Finding.damage(
                    "%s-meta of device %s".formatted(kind, device),
                    "it does not follow from its events"));
          }
        });
  }

  /**
   * A value and the number of the event that made it; empty where that cannot be told.
   *
   * @param seq -1 where there is none
   */
  private record Value(JsonObject meta, long seq) {}

  private static Optional<Value> stored(Handle handle, String device, String kind) {
    try {
      return handle
          .createQuery("SELECT value, seq FROM metas WHERE device = ? AND kind = ?")
          .bind(0, device)
          .bind(1, kind)
          .map((row, context) -> new Value(Metas.read(row.getString("value")), row.getLong("seq")))
          .findOne();
    } catch (IllegalStateException broken) {
      return Optional.empty();
    }
  }

  private static Optional<Value> folded(Handle handle, String device, String kind) {
    Value value = new Value(JsonObject.EMPTY, -1);
    try (Stream<Event> events =
        handle
            .createQuery(EVENTS)
            .bind(0, Prn.ofDevice(new HubId(device)).text())
            .bind(1, kind + "-meta")
            .map((row, context) -> Event.read(row.getBytes("bytes")))
            .stream()) {
      for (Iterator<Event> each = events.iterator(); each.hasNext(); ) {
        Event event = each.next();
        value = new Value(MetaDifference.of(event.body()).after(value.meta()), event.seq());
      }
      return Optional.of(value);
    } catch (IllegalArgumentException | NoSuchElementException | DateTimeException damaged) {
      // Another check says what is wrong with events.
      return Optional.empty();
    }
  }
}
