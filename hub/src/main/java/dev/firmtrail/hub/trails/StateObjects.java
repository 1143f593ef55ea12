package dev.firmtrail.hub.trails;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which objects a state names. A clone asks that once for each of its objects, and reading a state
 * of 50,000 objects every time would take hours; a state never changes, so the answers for those
 * that were asked for last are kept. Safe for use by many threads.
 */
final class StateObjects {
  /** Of all kept states together; some tens of megabytes. */
  private static final int OBJECTS_KEPT = 200_000;

  private static final float USUAL_LOAD = 0.75f;

  private final ReentrantLock lock = new ReentrantLock();

  /** The one that was not asked for the longest time comes first. */
  private final Map<StateId, Set<ObjectId>> kept = new LinkedHashMap<>(16, USUAL_LOAD, true);

  private int objects;

  /**
   * @param reading reads the state when it is not kept; callers who come meanwhile wait for it
   */
  Set<ObjectId> of(StateId id, Supplier<State> reading) {
    lock.lock();
    try {
      @Nullable Set<ObjectId> known = kept.get(id);
      if (known != null) {
        return known;
      }
      Set<ObjectId> read = Set.copyOf(reading.get().objects());
      kept.put(id, read);
      objects += read.size();
      forgetOldest();
      return read;
    } finally {
      lock.unlock();
    }
  }

  /** The newest stays, however big it is. */
  private void forgetOldest() {
    Iterator<Set<ObjectId>> oldest = kept.values().iterator();
    while (objects > OBJECTS_KEPT && kept.size() > 1) {
      objects -= oldest.next().size();
      oldest.remove();
    }
  }
}
