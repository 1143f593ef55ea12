package dev.firmtrail.pins.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.pins.Level;
import dev.firmtrail.pins.PinFinding;
import dev.firmtrail.pins.Place;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaselineTest {
  private static PinFinding at(int line, String entry) {
    return new PinFinding(
        SuppressionRules.BROKEN, Level.ERROR, "a \"file\"", Place.line(line), entry, "message");
  }

  @Test
  void whatWasKnownStaysKnownOnOtherLinesAndNoMoreOfIt() {
    byte[] document = Baseline.of(List.of(at(1, "a"), at(2, "a"), at(3, "b"))).document();
    Baseline baseline = Baseline.read(document).orElseThrow();
    Baseline.Split split =
        baseline.split(List.of(at(5, "a"), at(6, "a"), at(7, "a"), at(8, "b"), at(9, "c")));
    assertThat(split.known())
        .extracting(finding -> finding.place().line())
        .containsExactly(5, 6, 8);
    assertThat(split.fresh()).extracting(finding -> finding.place().line()).containsExactly(7, 9);
  }

  @Test
  void theSameFindingsGiveTheSameFile() {
    assertThat(Baseline.of(List.of(at(3, "b"), at(1, "a"))).document())
        .isEqualTo(Baseline.of(List.of(at(1, "a"), at(9, "b"))).document());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"format\":\"firmtrail-pins-baseline@1\"}",
        "{\"format\":\"other\",\"findings\":[]}",
        "{\"format\":\"firmtrail-pins-baseline@1\",\"findings\":[1]}",
        "{\"format\":\"firmtrail-pins-baseline@1\",\"findings\":[{\"file\":\"a\"}]}"
      })
  void anotherFileIsNone(String file) {
    assertThat(Baseline.read(file.getBytes(UTF_8))).isEmpty();
  }
}
