package dev.firmtrail.testkit.gen;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The row of numbers that a value is made of: drawn at random and remembered, or played again. For
 * one thread.
 */
public final class Draws {
  private final RandomGenerator random;
  private final int[] replayed;
  private int[] drawn = new int[64];
  private int count;

  private Draws(RandomGenerator random, int[] replayed) {
    this.random = random;
    this.replayed = replayed;
  }

  static Draws fresh(RandomGenerator random) {
    return new Draws(random, new int[0]);
  }

  /** Plays a row again; what is drawn beyond its end is 0. */
  static Draws again(int[] row) {
    return new Draws(new Zeros(), row);
  }

  private record Zeros() implements RandomGenerator {
    @Override
    public long nextLong() {
      return 0;
    }

    @Override
    public int nextInt(int bound) {
      return 0;
    }
  }

  /** A number from 0 to below the bound; 0 is the simplest. */
  public int below(int bound) {
    int value =
        count < replayed.length ? Math.min(replayed[count], bound - 1) : random.nextInt(bound);
    if (count == drawn.length) {
      drawn = Arrays.copyOf(drawn, 2 * count);
    }
    drawn[count++] = value;
    return value;
  }

  int[] row() {
    return Arrays.copyOf(drawn, count);
  }
}
