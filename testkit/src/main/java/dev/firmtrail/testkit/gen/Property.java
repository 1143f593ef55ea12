package dev.firmtrail.testkit.gen;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Checks that something holds for many values. {@code -Dfirmtrail.seed=N} plays one run again,
 * {@code -Dfirmtrail.scale=N} tries N times as many values.
 */
public final class Property {
  private static final int MOST_ATTEMPTS = 5_000;

  private Property() {}

  /** Fails by throwing anything. */
  @FunctionalInterface
  public interface Check<T> {
    void on(T value) throws Exception;
  }

  /**
   * Tries the check on fresh values.
   *
   * @throws AssertionError with the simplest value that was found on which the check fails, the
   *     seed, and the failure as its cause
   */
  public static <T> void forAll(Gen<T> gen, int times, Check<? super T> check) {
    long seed = Long.getLong("firmtrail.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    long scaled = (long) times * Integer.getInteger("firmtrail.scale", 1);
    for (long i = 0; i < scaled; i++) {
      Draws draws = Draws.fresh(random);
      Optional<Throwable> failure = failure(check, gen.from(draws));
      if (failure.isPresent()) {
        T simplest = gen.from(Draws.again(simpler(gen, check, draws.row())));
        throw new AssertionError(
            "fails on "
                + simplest
                + " (value "
                + (i + 1)
                + "; play again with -Dfirmtrail.seed="
                + seed
                + ")",
            failure(check, simplest).orElse(failure.get()));
      }
    }
  }

  /** Leaves out, zeroes and lowers numbers of the row as long as the check goes on failing. */
  private static <T> int[] simpler(Gen<T> gen, Check<? super T> check, int[] failing) {
    int[] best = failing;
    int attempts = 0;
    boolean progress = true;
    while (progress) {
      progress = false;
      for (int length = best.length; length > 0; length /= 2) {
        int from = 0;
        while (from + length <= best.length && attempts++ < MOST_ATTEMPTS) {
          Optional<int[]> better = firstFailing(gen, check, best, from, length);
          if (better.isPresent()) {
            best = better.get();
            progress = true;
          } else {
            from += length;
          }
        }
      }
    }
    return best;
  }

  private static <T> Optional<int[]> firstFailing(
      Gen<T> gen, Check<? super T> check, int[] row, int from, int length) {
    for (int[] candidate :
        List.of(without(row, from, length), zeroed(row, from, length), halved(row, from, length))) {
      if (!Arrays.equals(candidate, row)
          && failure(check, gen.from(Draws.again(candidate))).isPresent()) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static int[] without(int[] row, int from, int length) {
    int[] shorter = Arrays.copyOf(row, row.length - length);
    System.arraycopy(row, from + length, shorter, from, shorter.length - from);
    return shorter;
  }

  private static int[] zeroed(int[] row, int from, int length) {
    int[] zeroed = row.clone();
    Arrays.fill(zeroed, from, from + length, 0);
    return zeroed;
  }

  private static int[] halved(int[] row, int from, int length) {
    int[] halved = row.clone();
    for (int i = from; i < from + length; i++) {
      halved[i] /= 2;
    }
    return halved;
  }

  private static <T> Optional<Throwable> failure(Check<? super T> check, T value) {
    try {
      check.on(value);
      return Optional.empty();
    } catch (Exception | AssertionError | StackOverflowError failed) {
      return Optional.of(failed);
    }
  }
}
