package dev.firmtrail.cli.hostile;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Does something in the middle of a command, always at the same point: the line that shows progress
 * looks at the clock when a phase begins and whenever bytes have moved.
 */
final class Hooks {
  static final Hooks NONE = new Hooks(false, 1, 0, () -> {});

  private static final int NOW_AND_THEN = 5;

  private final boolean atBegin;
  private final int at;
  private final int times;
  private final Act act;
  private int looks;
  private int done;

  /** What somebody else does meanwhile. */
  @FunctionalInterface
  interface Act {
    void run() throws Exception;
  }

  private Hooks(boolean atBegin, int at, int times, Act act) {
    this.atBegin = atBegin;
    this.at = at;
    this.times = times;
    this.act = act;
  }

  /** When a phase begins, the first being 1. */
  static Hooks atBegin(int phase, Act act) {
    return new Hooks(true, phase, 1, act);
  }

  /**
   * Every fifth time that bytes have moved, a few times: in the middle of a file of ten pieces, and
   * again when it is read once more.
   */
  static Hooks nowAndThen(Act act) {
    return new Hooks(false, NOW_AND_THEN, 20, act);
  }

  boolean happened() {
    return this == NONE || done > 0;
  }

  private synchronized void look() {
    boolean begins =
        StackWalker.getInstance()
            .walk(frames ->
                frames
                    .limit(8)
                    .filter(frame -> frame.getClassName().endsWith(".ProgressLine"))
                    .anyMatch(frame -> frame.getMethodName().equals("begin")));
    boolean counts = begins == atBegin;
    looks += counts ? 1 : 0;
    if (counts && looks % at == 0 && done < times) {
      done++;
      try {
        act.run();
      } catch (Exception broken) {
        throw new AssertionError(broken);
      }
    }
  }

  Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public long millis() {
        look();
        return instant().toEpochMilli();
      }

      @Override
      public Instant instant() {
        return Instant.parse("2026-01-01T00:00:00Z");
      }
    };
  }
}
