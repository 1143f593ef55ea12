package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.StateId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Which objects a state needs. A clone asks for thousands of objects of one state, one by one; a
 * state never changes, so it is read for the first of them only. Safe for use by many threads.
 */
final class NeededObjects {
  /**
   * Ids that are kept, over all states: some 150 bytes each. The states asked about least recently
   * go first.
   */
  private static final int MOST_IDS = 200_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<StateId, Set<ObjectId>> known = new LinkedHashMap<>(16, 0.75f, true);
  private int ids;

  /**
   * The objects of a state.
   *
   * @param step reads a step with that state; asked only if the answer is not known
   */
  Set<ObjectId> of(StateId state, Supplier<Step> step) {
    lock.lock();
    try {
      Set<ObjectId> kept = known.get(state);
      if (kept != null) {
        return kept;
      }
      Set<ObjectId> objects = TrailJson.state(step.get()).objects();
      known.put(state, objects);
      ids += objects.size();
      forgetOldest(state);
      return objects;
    } finally {
      lock.unlock();
    }
  }

  /** The answer to whoever asks for another one. */
  static Refusal noSuchObject() {
    return Refusal.forbidden("the step has no such object");
  }

  private void forgetOldest(StateId newest) {
    var oldest = known.entrySet().iterator();
    while (ids > MOST_IDS && oldest.hasNext()) {
      Map.Entry<StateId, Set<ObjectId>> next = oldest.next();
      if (!next.getKey().equals(newest)) {
        ids -= next.getValue().size();
        oldest.remove();
      }
    }
  }
}
