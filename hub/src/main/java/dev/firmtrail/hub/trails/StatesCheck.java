package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.store.Check;
import dev.firmtrail.hub.store.Finding;
import dev.firmtrail.hub.store.Rows;
import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateId;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** That each state is one, in the bytes that its id is the hash of. */
public final class StatesCheck implements Check {
  @Override
  public String name() {
    return "states";
  }

  @Override
  public void run(Handle handle, Consumer<Finding> found) {
    Rows.each(
        handle,
        "SELECT id, bytes FROM states",
        row -> {
          byte[] bytes = row.getBytes("bytes");
          if (!StateId.ofCanonical(bytes).hex().equals(row.getString("id"))) {
            found.accept(
                Finding.damage("state " + row.getString("id"), "its bytes are those of another"));
          } else if (read(bytes).isEmpty()) {
            found.accept(Finding.damage("state " + row.getString("id"), "its bytes are no state"));
          }
        });
  }

  /** Empty where the bytes are no state. */
  static Optional<State> read(byte[] bytes) {
    try {
      return Optional.of(State.read(bytes));
    } catch (InvalidStateException none) {
      return Optional.empty();
    }
  }
}
