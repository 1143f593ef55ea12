package dev.firmtrail.testkit.gen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PropertyTest {
  @Test
  void makesAFailingValueSimplerAndTellsHowToPlayItAgain() {
    assertThatThrownBy(() ->
            Property.forAll(
                Gen.lists(Gen.ints(0, 1000), 50),
                1000,
                list -> assertThat(list).allMatch(n -> n < 100)))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("fails on [")
        .hasMessageMatching("(?s)fails on \\[(0, )*1\\d\\d(, 0)*\\] .*-Dfirmtrail.seed=-?\\d+\\).*")
        .hasCauseInstanceOf(AssertionError.class);
  }

  @Test
  void playsARunAgainFromItsSeed() {
    String before = System.setProperty("firmtrail.seed", "42");
    try {
      assertThat(run()).isEqualTo(run());
    } finally {
      if (before == null) {
        System.clearProperty("firmtrail.seed");
      } else {
        System.setProperty("firmtrail.seed", before);
      }
    }
  }

  private static List<String> run() {
    List<String> seen = new ArrayList<>();
    Property.forAll(Gen.strings(10), 50, seen::add);
    return seen;
  }

  @Test
  void makesTheTextsThatBreakPrograms() {
    Set<Integer> seen = new HashSet<>();
    Property.forAll(
        Gen.strings(20),
        5_000,
        text -> {
          text.codePoints().forEach(seen::add);
          assertThat(text.codePoints()).noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
        });
    assertThat(seen).contains(0, 0x2028, 0xFFFF, 0x1F600, 0x10FFFF, (int) 'a', (int) '"');
  }
}
