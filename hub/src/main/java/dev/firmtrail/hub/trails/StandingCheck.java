package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.events.Event;
import dev.firmtrail.hub.store.Check;
import dev.firmtrail.hub.store.Finding;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** That how far each step is shown to be is what follows from its events. */
public final class StandingCheck implements Check {
  private static final String EVENTS =
      "SELECT bytes FROM events INDEXED BY events_of_step WHERE subject = ? AND rev = ? ORDER BY seq";

  @Override
  public String name() {
    return "standing";
  }

  @Override
  public void run(Handle handle, Consumer<Finding> found) {
    Rows.each(
        handle,
        "SELECT s.trail, s.rev, s.first_status, n.trail AS shown, n.status, n.pending, n.by_owner, n.decided_by, n.reported, n.progress"
            + " FROM steps s LEFT JOIN step_standing n ON n.trail = s.trail AND n.rev = s.rev",
        row -> {
          if (row.getString("shown") == null || !follows(handle, row)) {
            found.accept(
                Finding.damage(
                    "step %d of %s".formatted(row.getLong("rev"), row.getString("trail")),
                    "it is shown as %s, which does not follow from its events"
                        .formatted(row.getString("status"))));
          }
        });
  }

  private static boolean follows(Handle handle, ResultSet row) throws SQLException {
    try {
      StepStanding standing = StepStanding.first(row.getString("first_status"));
      for (Event event : events(handle, row)) {
        standing = standing.after(event);
      }
      return standing.equals(StepProgress.of(row))
          && standing.isPending() == row.getBoolean("pending");
    } catch (IllegalArgumentException | IllegalStateException | NoSuchElementException damaged) {
      return false;
    }
  }

  private static List<Event> events(Handle handle, ResultSet row) throws SQLException {
    return handle
        .createQuery(EVENTS)
        .bind(0, Prn.ofDevice(new HubId(row.getString("trail"))).text())
        .bind(1, row.getLong("rev"))
        .map((event, context) -> Event.read(event.getBytes("bytes")))
        .list();
  }
}
