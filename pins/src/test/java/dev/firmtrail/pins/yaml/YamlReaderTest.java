package dev.firmtrail.pins.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.pins.Place;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlReaderTest {
  /** The same on one line: texts in brackets, what a tag hides as {@code ?}. */
  private static String shown(YamlNode node) {
    return switch (node) {
      case YamlNode.Text text -> "<" + text.value() + ">";
      case YamlNode.Items list ->
          list.items().stream()
              .map(YamlReaderTest::shown)
              .collect(Collectors.joining(",", "[", "]"));
      case YamlNode.Members map ->
          map.members().stream()
              .map(member -> member.key().value() + ":" + shown(member.value()))
              .collect(Collectors.joining(",", "{", "}"));
      case YamlNode.Unknown unknown -> "?";
    };
  }

  private static String read(String text) {
    return YamlReader.yaml(text).documents().stream()
        .map(YamlReaderTest::shown)
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      value = {
        "a: 1                                  § {a:<1>}",
        "a: {b: [c, 'd']}                      § {a:{b:[<c>,<d>]}}",
        "a: &x {b: 1}⏎c: *x                   § {a:{b:<1>},c:{b:<1>}}",
        "a: &x {b: 1, c: 2}⏎d: {<<: *x, b: 3} § {a:{b:<1>,c:<2>},d:{b:<3>,c:<2>}}",
        "a: &x {b: 1}⏎d: {<<: [*x, {b: 2, c: 3}]} § {a:{b:<1>},d:{b:<1>,c:<3>}}",
        "a: !reference [b]⏎c: !!str 1         § {a:?,c:<1>}",
        "a: &x [*x]                            § {a:[?]}",
        "a: 1⏎---⏎b: 2                       § {a:<1>} {b:<2>}",
        "? [a]⏎: 1⏎b: 2                      § {b:<2>}"
      })
  void values(String text, String expected) {
    assertThat(read(text.replace('⏎', '\n'))).isEqualTo(expected);
  }

  @Test
  void placesAreThoseOfTheFile() {
    YamlNode.Members map = YamlReader.yaml("a:\n  b: |\n    one\n    two\n").map().orElseThrow();
    YamlNode.Members inner = map.map("a").orElseThrow();
    assertThat(inner.member("b").orElseThrow().key().place()).isEqualTo(new Place(2, 3));
    YamlNode.Text block = inner.text("b").orElseThrow();
    assertThat(block.value()).isEqualTo("one\ntwo\n");
    assertThat(block.lineOf(1)).isEqualTo(4);
  }

  @Test
  void ofTwoKeysTheLastCountsAndTheSecondIsTold() {
    YamlFile file = YamlReader.yaml("a: 1\nb: 2\na: 3");
    assertThat(file.map().orElseThrow().text("a").orElseThrow().value()).isEqualTo("3");
    assertThat(file.duplicates()).extracting(key -> key.place().line()).containsExactly(3);
  }

  @Test
  void whatIsBrokenIsToldWithItsPlace() {
    YamlFile file = YamlReader.yaml("a: 1\n---\nb: [\n---\n");
    assertThat(file.documents()).hasSize(1);
    assertThat(file.problem().orElseThrow().place().line()).isEqualTo(4);
    assertThat(file.map()).isEmpty();
  }

  @Test
  void nothingIsNoMap() {
    assertThat(YamlReader.yaml("").map()).isEmpty();
    assertThat(YamlReader.yaml("~").map()).isEmpty();
    assertThat(YamlReader.yaml("a: ~\nb:\nc: null\nd: 'null'").map().orElseThrow().members())
        .extracting(member -> ((YamlNode.Text) member.value()).isNull())
        .containsExactly(true, true, true, false);
  }

  @Test
  void jsonMayHaveCommentsAndTabs() {
    String json = "{\n\t// \"no\": 1,\n\t\"url\": \"https://x/y\", /* a\n\tb */ \"b\": [1, 2,]\n}";
    YamlFile file = YamlReader.json(json);
    assertThat(shown(file.documents().getFirst())).isEqualTo("{url:<https://x/y>,b:[<1>,<2>]}");
    assertThat(file.map().orElseThrow().member("b").orElseThrow().key().place().line())
        .isEqualTo(4);
  }

  @Test
  void aSmallFileCannotStandForAHugeOne() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 60; i++) {
      laughs.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThat(YamlReader.yaml(laughs.toString()).problem().orElseThrow().why()).contains("values");
    assertThat(YamlReader.yaml("[".repeat(200_000)).problem()).isPresent();
    assertThat(YamlReader.yaml("{a: ".repeat(200_000)).problem()).isPresent();
    assertThat(YamlReader.yaml("- ".repeat(200_000)).problem()).isPresent();
    assertThat(YamlReader.yaml("a: " + "x".repeat(4 << 20)).problem()).isEmpty();
  }

  @Test
  void whateverItIsGivenItAnswers() {
    String alphabet = "ab \n\t:-?[]{}&*!|>'\"%@`#,<~\\\u0000\u0085\ufeff\ud800";
    long seed = Long.getLong("firmtrail.seed", 9);
    Random random = new Random(seed);
    for (int run = 0; run < 20_000; run++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(60); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(YamlReader.yaml(text.toString())).as("-Dfirmtrail.seed=%d", seed).isNotNull();
      assertThat(YamlReader.json(text.toString())).as("-Dfirmtrail.seed=%d", seed).isNotNull();
    }
  }
}
