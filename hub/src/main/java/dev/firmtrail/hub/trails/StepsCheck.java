package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.events.Event;
import dev.firmtrail.hub.store.Check;
import dev.firmtrail.hub.store.Finding;
import dev.firmtrail.hub.store.Rows;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * That steps are numbered without a gap, that the event of each names the same state, and that its
 * trail's owner has uploaded all that it needs.
 */
public final class StepsCheck implements Check {
  private static final String TOLD =
      "SELECT s.trail, s.rev, s.state, e.bytes FROM steps s JOIN events e INDEXED BY events_of_step"
          + " ON e.subject = 'prn:::devices:/' || s.trail AND e.rev = s.rev AND e.kind IN ('begun', 'posted')";

  private static final String OWNED_STATES =
      "SELECT DISTINCT t.owner, s.state FROM steps s JOIN trails t ON t.id = s.trail ORDER BY t.owner, s.state";

  @Override
  public String name() {
    return "steps";
  }

  @Override
  public void run(Handle handle, Consumer<Finding> found) {
    Rows.requireDense(handle, "steps", "trail", "rev", found);
    Rows.each(
        handle,
        "SELECT id FROM trails WHERE NOT EXISTS (SELECT 1 FROM steps WHERE trail = id)",
        row ->
            found.accept(Finding.damage("trail " + row.getString("id"), "it has no step at all")));
    Rows.each(
        handle,
        TOLD,
        row -> {
          if (!namesState(row.getBytes("bytes"), row.getString("state"))) {
            found.accept(
                Finding.damage(
                    "step %d of %s".formatted(row.getLong("rev"), row.getString("trail")),
                    "its event names another state"));
          }
        });
    Rows.each(
        handle,
        OWNED_STATES,
        row -> requireObjects(handle, row.getString("owner"), row.getString("state"), found));
  }

  private static boolean namesState(byte[] event, String state) {
    try {
      return Event.read(event).body().string("state").filter(state::equals).isPresent();
    } catch (IllegalArgumentException none) {
      return false;
    }
  }

  private static void requireObjects(
      Handle handle, String owner, String state, Consumer<Finding> found) {
    Optional<State> needed =
        handle
            .createQuery("SELECT bytes FROM states WHERE id = ?")
            .bind(0, state)
            .mapTo(byte[].class)
            .findOne()
            .flatMap(StatesCheck::read);
    for (ObjectId id : new TreeSet<>(needed.orElse(State.EMPTY).objects())) {
      boolean here =
          handle
              .createQuery(
                  "SELECT EXISTS (SELECT 1 FROM objects WHERE owner = ? AND id = ? AND present = 1)")
              .bind(0, owner)
              .bind(1, id.hex())
              .mapTo(Boolean.class)
              .one();
      if (!here) {
        found.accept(
            Finding.damage(
                "state " + state,
                "it needs object %s, which %s has not uploaded".formatted(id, owner)));
      }
    }
  }
}
