package dev.firmtrail.hub.store;

import java.io.IOException;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * One thing that must hold of a hub's data. Whoever keeps tables or files writes the check of them;
 * {@code firmtrail-hub doctor} runs them all. A check changes nothing, and may run beside the hub.
 */
public interface Check {
  /** A word or two. */
  String name();

  /**
   * Looks at everything, and tells of each thing that is wrong.
   *
   * @param handle one snapshot of the database
   */
  void run(Handle handle, Consumer<Finding> found) throws IOException;
}
