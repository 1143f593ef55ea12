package dev.firmtrail.hub.events;

import dev.firmtrail.hub.store.Prn;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts the events of each subject since the hub was started, so that what was read of a subject
 * can be told to be as new as ever: a number that is read before something else is read, and is
 * still the same afterwards, says that nothing has been acknowledged since that is not in it.
 * {@link EventKind#DEVICE_META} is not counted: it comes every few seconds. Safe for use by many
 * threads.
 *
 * <p>Subjects share counters, which only makes some of them look changed that are not.
 */
public final class Changes {
  /** 1 MiB, and still rarely shared by 100,000 devices. */
  private static final int COUNTERS = 1 << 17;

  private final AtomicLongArray counters = new AtomicLongArray(COUNTERS);

  /** How often something happened to a subject; never less than when it was asked before. */
  public long of(Prn subject) {
    return counters.get(counterOf(subject));
  }

  /** After the event is on the disk, and before anybody is told so. */
  void happened(Prn subject) {
    counters.incrementAndGet(counterOf(subject));
  }

  private static int counterOf(Prn subject) {
    int hash = subject.hashCode();
    return (hash ^ (hash >>> 16)) & (COUNTERS - 1);
  }
}
