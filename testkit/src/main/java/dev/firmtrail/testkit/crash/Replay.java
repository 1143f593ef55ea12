package dev.firmtrail.testkit.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Puts a disk into one state after the other that a power cut may have left, and has each of them
 * recovered.
 *
 * @param seed decides on the random states, and on which are looked at when not all are
 * @param randomStates for each crash point, besides the ones that are always looked at
 * @param limit how many different states to recover; the sample is random
 */
public record Replay(long seed, int randomStates, int limit) {
  private static final int FAILURES_SHOWN = 3;

  /** What has to be true of a disk after a power cut. */
  @FunctionalInterface
  public interface Recovery {
    /**
     * Throws what is wrong. May change the disk.
     *
     * @param promises what had been promised before the power went, in order
     */
    void check(List<String> promises) throws Exception;
  }

  /**
   * How much was looked at.
   *
   * @param operations in the trace
   * @param points at which the power went
   * @param enumerated states, of which several may have the same content
   * @param recovered states of different content or with different promises, each found in order
   */
  public record Report(int operations, int points, int enumerated, int recovered) {
    @Override
    public String toString() {
      return "%d operations, %d crash points, %d states enumerated, %d different ones replayed, all recovered"
          .formatted(operations, points, enumerated, recovered);
    }
  }

  /**
   * Recovers.
   *
   * @param root where the run was recorded, so that paths in its files are right; it is left in any
   *     state
   * @throws AssertionError some states were not recovered; says which changes were on the disk
   */
  public Report run(Trace trace, Path root, Recovery recovery) throws IOException {
    Random random = new Random(seed);
    List<CrashPoint> points = CrashPoint.of(trace);
    List<CrashState> states = new ArrayList<>();
    for (CrashPoint point : points) {
      states.addAll(CrashStates.at(point, randomStates, random));
    }
    Collections.shuffle(states, random);
    Set<String> seen = new HashSet<>();
    List<String> failures = new ArrayList<>();
    for (CrashState state : states) {
      if (seen.size() == limit) {
        break;
      }
      Tree tree = state.tree();
      List<String> promises = state.point().promises();
      if (seen.add(tree.fingerprint() + promises.size())) {
        tree.writeTo(root);
        try {
          recovery.check(promises);
        } catch (Exception | AssertionError failed) {
          failures.add(failure(state, failed));
        }
      }
    }
    if (!failures.isEmpty()) {
      throw new AssertionError(
          "%d of %d states were not recovered (-Dfirmtrail.seed=%d):%n%s"
              .formatted(
                  failures.size(),
                  seen.size(),
                  seed,
                  String.join(
                      "\n\n", failures.subList(0, Math.min(failures.size(), FAILURES_SHOWN)))));
    }
    return new Report(trace.operations(), points.size(), states.size(), seen.size());
  }

  private static String failure(CrashState state, Throwable failed) {
    return state.describe() + "\nand then: " + failed;
  }
}
