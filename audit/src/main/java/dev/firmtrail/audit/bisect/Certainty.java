package dev.firmtrail.audit.bisect;

/**
 * How far a test can be trusted, and how sure the answer shall be. Runs of a test are taken to be
 * independent of each other.
 *
 * @param flakes the largest chance that one run says the opposite of what is so; from 0, where
 *     every run is final, to less than a half
 * @param confidence the chance, at least, that the answer is right; between a half and 1, and not
 *     these
 */
public record Certainty(double flakes, double confidence) {
  public Certainty {
    if (!(flakes >= 0 && flakes < 0.5)) {
      throw new IllegalArgumentException("the rate of flakes is from 0 to less than 0.5");
    }
    if (!(confidence > 0.5 && confidence < 1)) {
      throw new IllegalArgumentException("the confidence is between 0.5 and 1");
    }
  }

  boolean isFinal() {
    return flakes == 0;
  }

  /** The logarithm of the odds that one run moves: infinite where each is final. */
  double evidence() {
    return Math.log((1 - flakes) / flakes);
  }
}
