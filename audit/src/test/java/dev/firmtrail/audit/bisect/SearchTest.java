package dev.firmtrail.audit.bisect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SearchTest {
  private static final Certainty FINAL = new Certainty(0, 0.99);
  private static final int SEEDED_RUNS = 1_000;

  /** What a search came to. */
  private record Found(Search.Suspects suspects, int runs) {}

  /** One run of the test of a candidate. */
  private interface Tested {
    Outcome run(int candidate);
  }

  private static Found search(int candidates, Certainty certainty, Tested test)
      throws ContradictionException {
    Search search = new Search(candidates, certainty);
    int runs = 0;
    for (OptionalInt next = search.next(); next.isPresent(); next = search.next()) {
      search.answer(next.getAsInt(), test.run(next.getAsInt()));
      runs++;
    }
    return new Found(search.suspects(), runs);
  }

  private static Outcome truth(int candidate, int culprit) {
    return candidate >= culprit ? Outcome.BAD : Outcome.GOOD;
  }

  @Test
  void everyCulpritOfFiveHundredStepsIsFoundInNineRunsOrFewer() throws Exception {
    for (int culprit = 0; culprit < 500; culprit++) {
      int it = culprit;
      Found found = search(500, FINAL, candidate -> truth(candidate, it));
      assertThat(found.suspects()).isEqualTo(new Search.Suspects(it, it, 1));
      assertThat(found.runs()).isLessThanOrEqualTo(9);
    }
  }

  @Test
  void everyCulpritOfEveryShortHistoryIsFoundInAsFewRunsAsCanBe() throws Exception {
    for (int candidates = 1; candidates <= 70; candidates++) {
      for (int culprit = 0; culprit < candidates; culprit++) {
        int it = culprit;
        Found found = search(candidates, FINAL, candidate -> truth(candidate, it));
        assertThat(found.suspects().first()).isEqualTo(it);
        assertThat(found.runs())
            .isLessThanOrEqualTo(Integer.SIZE - Integer.numberOfLeadingZeros(candidates - 1));
      }
    }
  }

  /** Bad ones pass and good ones fail, each as often as stated. */
  @Test
  void answersOfFlakyTestsAreRightAtLeastAsOftenAsStated() throws Exception {
    for (double flakes : List.of(0.0, 0.1, 0.2, 0.3)) {
      for (double confidence : List.of(0.9, 0.95, 0.99)) {
        held(flakes, confidence, flakes);
      }
    }
  }

  /** The usual flaky test: a bad revision passes sometimes, a good one never fails. */
  @Test
  void theConfidenceHoldsWhereOnlyBadOnesFlake() throws Exception {
    for (double flakes : List.of(0.1, 0.3)) {
      held(flakes, 0.95, 0);
    }
  }

  private static void held(double flakes, double confidence, double flakesOfGoodOnes)
      throws ContradictionException {
    Random random = new Random(20261201);
    Certainty certainty = new Certainty(flakes, confidence);
    int right = 0;
    long runs = 0;
    for (int i = 0; i < SEEDED_RUNS; i++) {
      int culprit = random.nextInt(500);
      Found found =
          search(
              500,
              certainty,
              candidate -> {
                boolean bad = candidate >= culprit;
                boolean errs = random.nextDouble() < (bad ? flakes : flakesOfGoodOnes);
                return bad == errs ? Outcome.GOOD : Outcome.BAD;
              });
      right += found.suspects().first() == culprit ? 1 : 0;
      runs += found.runs();
    }
    double share = right / (double) SEEDED_RUNS;
    double mean = runs / (double) SEEDED_RUNS;
    int repeated = 9 * repetitions(flakes, confidence);
    System.out.printf(
        "500 steps, flakes %.1f (good ones %.1f), confidence %.2f: right %.3f, runs %.1f; each probe repeated: %d%n",
        flakes, flakesOfGoodOnes, confidence, share, mean, repeated);
    assertThat(SEEDED_RUNS - right).isLessThanOrEqualTo(mostWrong(confidence));
    assertThat(mean).isLessThanOrEqualTo(repeated);
  }

  /**
   * Where each run is right with the stated chance and no more, this many are wrong, or more, once
   * in about 700 times: three standard deviations.
   */
  private static int mostWrong(double confidence) {
    double wrong = SEEDED_RUNS * (1 - confidence);
    return (int) (wrong + 3 * Math.sqrt(wrong * confidence));
  }

  /** How often each of nine probes is repeated, and the majority taken, for the same confidence. */
  private static int repetitions(double flakes, double confidence) {
    int times = 1;
    while (1 - Math.pow(1 - majorityErrs(times, flakes), 9) > 1 - confidence) {
      times += 2;
    }
    return times;
  }

  private static double majorityErrs(int times, double flakes) {
    double sum = 0;
    for (int wrong = times / 2 + 1; wrong <= times; wrong++) {
      double ways = 1;
      for (int i = 0; i < wrong; i++) {
        ways = ways * (times - i) / (i + 1);
      }
      sum += ways * Math.pow(flakes, wrong) * Math.pow(1 - flakes, times - wrong);
    }
    return sum;
  }

  @Test
  void theExpectedNumberOfRunsIsNearWhatIsNeeded() throws Exception {
    assertThat(new Search(500, FINAL).runsLeft()).isEqualTo(9);
    assertThat(new Search(2, FINAL).runsLeft()).isEqualTo(1);
    assertThat(new Search(1, FINAL).runsLeft()).isZero();
    Random random = new Random(7);
    Certainty certainty = new Certainty(0.2, 0.99);
    double mean =
        IntStream.range(0, 200)
            .map(i -> {
              int culprit = random.nextInt(500);
              try {
                return search(
                        500,
                        certainty,
                        candidate ->
                            candidate >= culprit == random.nextDouble() < 0.2
                                ? Outcome.GOOD
                                : Outcome.BAD)
                    .runs();
              } catch (ContradictionException never) {
                throw new AssertionError(never);
              }
            })
            .average()
            .orElseThrow();
    assertThat((double) new Search(500, certainty).runsLeft()).isBetween(mean * 0.7, mean * 1.4);
  }

  @Test
  void whatCannotBeTestedIsNotTestedAndMayBeTheCulprit() throws Exception {
    Random random = new Random(11);
    for (int i = 0; i < 300; i++) {
      int culprit = random.nextInt(60);
      List<Integer> untestable = random.ints(random.nextInt(50), 0, 59).distinct().boxed().toList();
      Set<Integer> skips = Set.copyOf(untestable);
      List<Integer> tested = new ArrayList<>();
      Found found =
          search(
              60,
              FINAL,
              candidate -> {
                assertThat(tested).doesNotContain(candidate);
                tested.add(candidate);
                return skips.contains(candidate) ? Outcome.SKIP : truth(candidate, culprit);
              });
      Search.Suspects suspects = found.suspects();
      assertThat(culprit).isBetween(suspects.first(), suspects.last());
      // All but the last of a range are untestable, so it could not have been narrower.
      assertThat(skips)
          .containsAll(IntStream.range(suspects.first(), suspects.last()).boxed().toList());
    }
  }

  @Test
  void aSkippedOneThatIsTestedAfterAllCounts() throws Exception {
    Search search = new Search(3, FINAL);
    search.answer(1, Outcome.SKIP);
    search.answer(0, Outcome.GOOD);
    assertThat(search.suspects()).isEqualTo(new Search.Suspects(1, 2, 1));
    search.answer(1, Outcome.GOOD);
    assertThat(search.suspects()).isEqualTo(new Search.Suspects(2, 2, 1));
  }

  @Test
  void aGoodOneBehindABadOneIsRefusedAndForgotten() throws Exception {
    Search search = new Search(10, FINAL);
    search.answer(3, Outcome.BAD);
    assertThatThrownBy(() -> search.answer(5, Outcome.GOOD))
        .isInstanceOfSatisfying(
            ContradictionException.class,
            said -> {
              assertThat(said.good()).isEqualTo(5);
              assertThat(said.bad()).isEqualTo(3);
            });
    search.answer(1, Outcome.GOOD);
    assertThatThrownBy(() -> search.answer(0, Outcome.BAD))
        .isInstanceOf(ContradictionException.class);
    assertThat(search.left()).isEqualTo(2);
    search.answer(2, Outcome.GOOD);
    assertThat(search.suspects()).isEqualTo(new Search.Suspects(3, 3, 1));
  }

  @Test
  void ofAFlakyTestContradictionsAreEvidence() throws Exception {
    Search search = new Search(10, new Certainty(0.1, 0.99));
    search.answer(3, Outcome.BAD);
    search.answer(5, Outcome.GOOD);
    search.answer(3, Outcome.BAD);
    assertThat(search.suspects().last()).isLessThanOrEqualTo(3);
    assertThat(search.isFinished()).isFalse();
  }

  @Test
  void aRateOfAHalfOrAConfidenceOfOneIsNoSearch() {
    assertThatThrownBy(() -> new Certainty(0.5, 0.9)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Certainty(Double.NaN, 0.9))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Certainty(0, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
