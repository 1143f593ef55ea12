package dev.firmtrail.audit.bisect;

import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalInt;

/**
 * The search for the first bad one of a row of candidates, numbered from 0. What is before the row
 * is good, and the last candidate is bad; both are taken as certain.
 *
 * <p>Holds for each candidate the chance that it is the first bad one, given all answers: before
 * them, all chances are equal (Bayes' rule; M. Horstein, Sequential transmission using noiseless
 * feedback, 1963). The next candidate to test is the median of these chances, whose answer tells
 * most. A skipped candidate is not tested, but may be the first bad one: then nothing tells it from
 * the candidates behind it up to the next one that can be tested, and the answer is all of them.
 *
 * <p>The stated confidence is the share of right answers over first bad candidates that are equally
 * likely to begin with. For one thread.
 */
public final class Search {
  /** Most candidates; one answer takes time that grows with them. */
  public static final int MAX_CANDIDATES = 100_000;

  /** Sums of chances that are not exactly 1. */
  private static final double ROUNDING = 1e-9;

  private final Certainty certainty;
  private final double[] logs;

  /** The chance of each candidate to be the first bad one. */
  private double[] chances;

  private final BitSet skipped = new BitSet();
  private int lastGood = -1;
  private int firstBad;

  /**
   * Candidates that nothing can tell apart, the first bad one among them.
   *
   * @param first number of the first
   * @param last number of the last, which is bad
   * @param chance that the first bad candidate is one of them
   */
  public record Suspects(int first, int last, double chance) {
    public boolean isOne() {
      return first == last;
    }
  }

  public Search(int candidates, Certainty certainty) {
    if (candidates < 1 || candidates > MAX_CANDIDATES) {
      throw new IllegalArgumentException("from 1 to " + MAX_CANDIDATES + " candidates");
    }
    this.certainty = certainty;
    this.logs = new double[candidates];
    this.chances = chances(logs);
    this.firstBad = candidates - 1;
  }

  /**
   * Learns what a test said. An answer takes back that the candidate was skipped.
   *
   * @param candidate not the last
   * @throws ContradictionException no test errs, and earlier answers say otherwise; then nothing is
   *     learnt
   */
  public void answer(int candidate, Outcome outcome) throws ContradictionException {
    if (outcome == Outcome.SKIP) {
      skipped.set(candidate);
      return;
    }
    boolean bad = outcome == Outcome.BAD;
    if (certainty.isFinal()) {
      if (bad ? candidate <= lastGood : candidate >= firstBad) {
        throw new ContradictionException(bad ? lastGood : candidate, bad ? candidate : firstBad);
      }
      lastGood = bad ? lastGood : Math.max(lastGood, candidate);
      firstBad = bad ? Math.min(firstBad, candidate) : firstBad;
    }
    skipped.clear(candidate);
    double right = Math.log(1 - certainty.flakes());
    double wrong = Math.log(certainty.flakes());
    for (int first = 0; first < logs.length; first++) {
      logs[first] += first <= candidate == bad ? right : wrong;
    }
    double most = Arrays.stream(logs).max().orElseThrow();
    Arrays.setAll(logs, i -> logs[i] - most);
    chances = chances(logs);
  }

  private static double[] chances(double[] logs) {
    double[] chances = Arrays.stream(logs).map(Math::exp).toArray();
    double sum = Arrays.stream(chances).sum();
    Arrays.setAll(chances, i -> chances[i] / sum);
    return chances;
  }

  private boolean isLastOfItsKind(int candidate) {
    return candidate == logs.length - 1 || !skipped.get(candidate);
  }

  /** The most likely answer so far. */
  public Suspects suspects() {
    Suspects best = new Suspects(0, logs.length - 1, -1);
    int first = 0;
    double chance = 0;
    for (int i = 0; i < chances.length; i++) {
      chance += chances[i];
      if (isLastOfItsKind(i)) {
        if (chance > best.chance) {
          best = new Suspects(first, i, Math.min(1, chance));
        }
        first = i + 1;
        chance = 0;
      }
    }
    return best;
  }

  /** Whether {@link #suspects()} is the answer. */
  public boolean isFinished() {
    return suspects().chance >= wanted();
  }

  private double wanted() {
    return certainty.isFinal() ? 1 - ROUNDING : certainty.confidence();
  }

  /** The candidate whose test tells most; empty when the search is finished. */
  public OptionalInt next() {
    if (isFinished()) {
      return OptionalInt.empty();
    }
    OptionalInt best = OptionalInt.empty();
    double nearest = 1;
    double below = 0;
    for (int i = 0; i < chances.length - 1; i++) {
      below += chances[i];
      if (!skipped.get(i) && Math.abs(below - 0.5) < nearest - ROUNDING) {
        nearest = Math.abs(below - 0.5);
        best = OptionalInt.of(i);
      }
    }
    return best;
  }

  /** How many candidates it takes to have the first bad one among them, as surely as wanted. */
  public int left() {
    double[] sorted = chances.clone();
    Arrays.sort(sorted);
    double sum = 0;
    int left = 0;
    while (left < sorted.length && sum < wanted()) {
      left++;
      sum += sorted[sorted.length - left];
    }
    return left;
  }

  /**
   * About how many runs are still needed: what is not known, by what a run tells, and then the runs
   * that confirm it (M. V. Burnashev, Data transmission over a discrete channel with feedback,
   * 1976).
   */
  public int runsLeft() {
    Suspects best = suspects();
    if (best.chance >= wanted()) {
      return 0;
    }
    double unknown = 0;
    double chance = 0;
    for (int i = 0; i < chances.length; i++) {
      chance += chances[i];
      if (isLastOfItsKind(i)) {
        unknown += entropy(chance);
        chance = 0;
      }
    }
    double flakes = certainty.flakes();
    double told = 1 - entropy(flakes) - entropy(1 - flakes);
    double missing = odds(wanted()) - Math.max(0, odds(best.chance));
    double confirming = missing / ((1 - 2 * flakes) * certainty.evidence());
    return (int) Math.max(1, Math.ceil(unknown / told + confirming - ROUNDING));
  }

  private static double odds(double chance) {
    return Math.log(chance / (1 - chance));
  }

  /** In bits. */
  private static double entropy(double chance) {
    return chance <= 0 ? 0 : -chance * Math.log(chance) / Math.log(2);
  }
}
