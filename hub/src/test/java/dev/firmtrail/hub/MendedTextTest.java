package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.web.MendedText;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Broken text of a device becomes readable, and nothing else is touched. */
class MendedTextTest {
  private static String mended(String text) {
    return new String(
        MendedText.of(text.getBytes(StandardCharsets.ISO_8859_1)), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "\"\\ud800\", \"\\uFFFD\"",
        "\"\\uDFFFx\", \"\\uFFFDx\"",
        "\"\\ud83d\\ude00\", \"\\ud83d\\ude00\"",
        "\"\\ude00\\ud83d\", \"\\uFFFD\\uFFFD\"",
        "\"\\ud83d\\ud83d\\ude00\", \"\\uFFFD\\ud83d\\ude00\"",
        "\"\\\\ud800\", \"\\\\ud800\"",
        "\"\\\\\\ud800\", \"\\\\\\uFFFD\"",
        "\"\\ud80\", \"\\ud80\"",
        "\"\\u0009\\/\\\"\", \"\\u0009\\/\\\"\""
      })
  void replacesHalvesOfCharacters(String text, String wanted) {
    assertThat(mended(text)).isEqualTo(wanted);
  }

  @Test
  void replacesBytesThatAreNoText() {
    String kept = "{\"a\":\"\u00e9\u20ac\uD83D\uDE00\"}";
    assertThat(MendedText.of(kept.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(kept.getBytes(StandardCharsets.UTF_8));
    assertThat(mended("\"\u00e2\u0082\"")).isEqualTo("\"\uFFFD\"");
    assertThat(mended("\"\u00c0\u00ae\"")).isEqualTo("\"\uFFFD\uFFFD\"");
    assertThat(mended("\"a\u00ff")).isEqualTo("\"a\uFFFD");
  }
}
