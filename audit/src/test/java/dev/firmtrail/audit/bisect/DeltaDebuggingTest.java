package dev.firmtrail.audit.bisect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeltaDebuggingTest {
  private static List<Integer> units(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static Set<Integer> planted(Random random, int units, int size) {
    return random.ints(0, units).distinct().limit(size).boxed().collect(Collectors.toSet());
  }

  @Test
  void singlePairAndTripleCulpritsAreFoundInFarFewerRunsThanThereAreSubsets() throws Exception {
    Random random = new Random(3);
    for (int size = 1; size <= 3; size++) {
      long runs = 0;
      int most = 0;
      for (int i = 0; i < 300; i++) {
        int count = 12 + random.nextInt(9);
        Set<Integer> culprits = planted(random, count, size);
        AtomicInteger tested = new AtomicInteger();
        List<Integer> found =
            new DeltaDebugging<Integer>(
                    set -> {
                      tested.incrementAndGet();
                      return set.containsAll(culprits) ? Outcome.BAD : Outcome.GOOD;
                    })
                .minimise(units(count));
        assertThat(Set.copyOf(found)).isEqualTo(culprits);
        runs += tested.get();
        most = Math.max(most, tested.get());
      }
      System.out.printf(
          "%d culprits among 12 to 20 units: %.1f runs, at most %d; subsets: 4096 to 1048576%n",
          size, runs / 300.0, most);
      assertThat(most).isLessThan(size == 1 ? 12 : 100);
    }
  }

  /** Units that need each other cannot be tested apart, as half a set of libraries cannot. */
  @Test
  void mixturesThatCannotBeTestedDoNotHideTheCulprits() throws Exception {
    Random random = new Random(5);
    for (int i = 0; i < 300; i++) {
      int count = 12 + random.nextInt(9);
      Set<Integer> culprits = planted(random, count, 1 + i % 3);
      Set<Integer> together = planted(random, count, 2);
      DeltaDebugging.Oracle<Integer> oracle =
          set -> {
            boolean torn = !set.containsAll(together) && together.stream().anyMatch(set::contains);
            if (torn) {
              return Outcome.SKIP;
            }
            return set.containsAll(culprits) ? Outcome.BAD : Outcome.GOOD;
          };
      Set<Integer> found = Set.copyOf(new DeltaDebugging<>(oracle).minimise(units(count)));
      assertThat(found).containsAll(culprits);
      assertThat(oracle.of(found)).isEqualTo(Outcome.BAD);
      for (Integer unit : found) {
        Set<Integer> without =
            found.stream().filter(other -> !other.equals(unit)).collect(Collectors.toSet());
        assertThat(oracle.of(without)).isNotEqualTo(Outcome.BAD);
      }
    }
  }

  @Test
  void flakyTestsAreRepeatedUntilTheSetIsRightAsOftenAsStated() throws Exception {
    for (double flakes : List.of(0.1, 0.2, 0.3)) {
      Random random = new Random(17);
      int right = 0;
      AtomicInteger runs = new AtomicInteger();
      for (int i = 0; i < 400; i++) {
        Set<Integer> culprits = planted(random, 12, 1 + i % 3);
        Repetition repetition = new Repetition(new Certainty(flakes, 0.95));
        List<Integer> found =
            new DeltaDebugging<Integer>(set ->
                repetition.decide(() -> {
                  runs.incrementAndGet();
                  boolean bad = set.containsAll(culprits);
                  return bad == random.nextDouble() < flakes ? Outcome.GOOD : Outcome.BAD;
                }))
                .minimise(units(12));
        right += Set.copyOf(found).equals(culprits) ? 1 : 0;
      }
      System.out.printf(
          "parts, flakes %.1f, confidence 0.95: right %.3f, runs %.1f%n",
          flakes, right / 400.0, runs.get() / 400.0);
      assertThat(right / 400.0).isGreaterThanOrEqualTo(0.95);
    }
  }
}
