package dev.firmtrail.testkit.crash;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * An instant at which the power goes, and what is certain to be on the disk then. The disk is the
 * weakest that an honest file system may be:
 *
 * <ul>
 *   <li>A sync of a file makes its bytes and its size durable, not its name. A sync of a directory
 *       makes the names in it durable, not what they stand for, nor its own name. A sync counts for
 *       what had ended before it began, once it has ended.
 *   <li>A change of one name is atomic: a rename is done or not, never half. Any of those that were
 *       not synced may be on the disk without any other, in one directory too, with one exception:
 *       where a name goes or moves, it had come.
 *   <li>Of the bytes that were not synced, any write may be there, absent, or torn at a sector, in
 *       any order; the size may have grown without the bytes, and zeros are there.
 * </ul>
 *
 * <p>Journaling file systems promise more (ext4 keeps the order of all changes of names, and syncs
 * a new file's name with the file). That is not relied on.
 */
public final class CrashPoint {
  private final Trace trace;
  private final int length;
  private final BitSet durable;
  private final List<Integer> pending = new ArrayList<>();
  private final List<String> promises = new ArrayList<>();

  private CrashPoint(Trace trace, int length, BitSet durable) {
    this.trace = trace;
    this.length = length;
    this.durable = durable;
    for (int step = 0; step < length; step++) {
      Operation operation = trace.operation(step);
      if (operation instanceof Operation.Promise(String what)) {
        promises.add(what);
      } else if (!(operation instanceof Operation.Sync) && !durable.get(step)) {
        pending.add(step);
      }
    }
  }

  /** Before the first step, and after each. */
  static List<CrashPoint> of(Trace trace) {
    List<CrashPoint> points = new ArrayList<>();
    BitSet durable = new BitSet();
    points.add(new CrashPoint(trace, 0, new BitSet()));
    for (int step = 0; step < trace.operations(); step++) {
      if (trace.operation(step) instanceof Operation.Sync) {
        sync(trace, step, durable);
      }
      points.add(new CrashPoint(trace, step + 1, (BitSet) durable.clone()));
    }
    return points;
  }

  private static void sync(Trace trace, int sync, BitSet durable) {
    Operation.Sync what = (Operation.Sync) trace.operation(sync);
    for (int step = 0; step < sync; step++) {
      if (trace.steps().get(step).ended() < trace.steps().get(sync).begun()) {
        boolean covered =
            switch (trace.operation(step)) {
              case Operation.OfNames change -> what.covers(change);
              case Operation.OfData change -> what.covers(change);
              case Operation.Sync none -> false;
              case Operation.Promise none -> false;
            };
        for (int each = step; covered && each >= 0; each = trace.needs().get(each)) {
          durable.set(each);
        }
      }
    }
  }

  Trace trace() {
    return trace;
  }

  /** How many steps had begun. */
  int length() {
    return length;
  }

  boolean isDurable(int step) {
    return durable.get(step);
  }

  /** The changes that may be on the disk or not. */
  List<Integer> pending() {
    return List.copyOf(pending);
  }

  /** What somebody outside had been told. */
  List<String> promises() {
    return List.copyOf(promises);
  }

  String describe() {
    return "the power goes "
        + (length == 0 ? "before the first step" : "after " + trace.describe(length - 1))
        + " of "
        + trace.operations();
  }
}
