package dev.firmtrail.state.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

class JsonReaderTest {
  private static JsonException refusalOf(String document) {
    return catchThrowableOfType(
        JsonException.class, () -> JsonReader.read(document.getBytes(UTF_8)));
  }

  @Test
  void saysWhatIsWrongAndWhere() {
    JsonException refusal = refusalOf("{\n \"a/b\": [1, {\"x~\": tru}]}");
    assertThat(refusal)
        .hasMessage(
            "expected a value, found a word that is not true at /a~1b/1/x~0 (line 2, column 20)");
    assertThat(refusal.path()).isEqualTo("/a~1b/1/x~0");
    assertThat(refusal.offset()).isEqualTo(21);
    assertThat(refusal.line()).isEqualTo(2);
    assertThat(refusal.column()).isEqualTo(20);
  }

  @Test
  void findsADuplicateAtAnyDepthAfterUnescaping() {
    assertThat(refusalOf("[{\"a\":1,\"\\u0061\":2}]"))
        .hasMessage("duplicate member name at /0/a (line 1, column 9)");
  }

  @Test
  void doesNotBlameTheMemberBeforeTheError() {
    assertThat(refusalOf("{\"a\":1 2}"))
        .hasMessage("expected ',' or '}', found '2' (line 1, column 8)");
    assertThat(refusalOf("{\"o\":{\"a\":1;"))
        .hasMessage("expected ',' or '}', found ';' at /o (line 1, column 12)");
  }

  @Test
  void showsHostileNamesEscapedAndShort() {
    assertThat(refusalOf("{\"\\u001b[31m\\u202e\":x}"))
        .hasMessageContaining("/\\u{1b}[31m\\u{202e} (line");
    assertThat(refusalOf("{\"" + "n".repeat(100_000) + "\":x}").getMessage()).hasSizeLessThan(300);
  }

  @Test
  void namesBrokenTextWithItsPlace() {
    byte[] broken = "{\"k\":\"ab\u00ff\"}".getBytes(ISO_8859_1);
    JsonException refusal =
        catchThrowableOfType(JsonException.class, () -> JsonReader.read(broken));
    assertThat(refusal).hasMessage("text that is not UTF-8 at /k (line 1, column 9)");
    assertThat(refusalOf("{\"k\":\"\\ud800\"}"))
        .hasMessage("lone surrogate escape at /k (line 1, column 7)");
    assertThat(refusalOf("\ufeff{}")).hasMessageContaining("byte order mark");
    assertThat(refusalOf("[01]")).hasMessageContaining("leading zero");
  }

  @Test
  void boundsDepthButNotWidth() throws JsonException {
    int max = JsonReader.MAX_DEPTH;
    assertThat(JsonReader.read(("[".repeat(max) + "1" + "]".repeat(max)).getBytes(UTF_8)))
        .isNotNull();
    assertThat(refusalOf("[".repeat(max + 1) + "]".repeat(max + 1)))
        .hasMessageContaining("nested deeper than " + max);
    assertThat(refusalOf("{\"a\":".repeat(100_000))).hasMessageContaining("nested deeper");
    assertThat(refusalOf("[".repeat(1_000_000))).hasMessageContaining("nested deeper");
    assertThat(JsonReader.read(("[" + "[],".repeat(10_000) + "[]]").getBytes(UTF_8))).isNotNull();
  }

  @Test
  void doesNotLetASmallDocumentGrowInto4GiB() {
    assertThat(refusalOf("[" + "1e4095,".repeat(1_000_000) + "0]"))
        .hasMessageContaining("grow by more than");
    assertThat(refusalOf("[1e999999999]")).hasMessageContaining("at most 4096");
    assertThat(refusalOf("[" + "9".repeat(5_000) + "]"))
        .hasMessageContaining("number of 5000 characters");
  }

  @Test
  void wantsAnObjectWhereOneIsAskedFor() {
    JsonException refusal =
        catchThrowableOfType(
            JsonException.class, () -> JsonReader.readObject("[]".getBytes(UTF_8)));
    assertThat(refusal).hasMessageContaining("not an object");
  }

  @Test
  void tolerantReaderTakesWhatOldProgramsTookAndSaysSo() throws JsonException {
    byte[] old =
        "{\"a\":1,\"b\":\"\\ud800x\u00e9\",\"a\":{\"c\":2}}{\"ignored\":true}".getBytes(ISO_8859_1);
    JsonReader.TolerantResult read = JsonReader.readTolerant(old);
    assertThat(JsonWriter.CANONICAL.text(read.value()))
        .isEqualTo("{\"a\":{\"c\":2},\"b\":\"\ufffdx\ufffd\"}");
    assertThat(read.tolerated())
        .extracting(JsonReader.Tolerated::toString)
        .containsExactly(
            "Tolerated[problem=lone surrogate escape, path=/b, offset=12]",
            "Tolerated[problem=text that is not UTF-8, path=/b, offset=19]",
            "Tolerated[problem=duplicate member name, path=/a, offset=22]",
            "Tolerated[problem=text after the end of the document, path=, offset=34]");
  }

  @Test
  void tolerantReaderMakesOneReplacementOfEachBrokenByte() throws JsonException {
    byte[] broken = {
      '"',
      (byte) 0xED,
      (byte) 0xA0,
      (byte) 0x80,
      (byte) 0xC3,
      (byte) 0xA9,
      (byte) 0xF0,
      (byte) 0x9F,
      '"'
    };
    assertThat(JsonReader.readTolerant(broken).value())
        .isEqualTo(Json.of("\ufffd\ufffd\ufffdé\ufffd\ufffd"));
  }

  @Test
  void tolerantReaderStopsListingButNotReading() throws JsonException {
    byte[] many = ("[" + "\"\\ud800\",".repeat(1_000) + "1]").getBytes(UTF_8);
    assertThat(JsonReader.readTolerant(many).tolerated()).hasSize(JsonReader.MAX_TOLERATED);
  }

  @Test
  void keepsALeadingZeroOfAnOldFile() throws JsonException {
    JsonReader.TolerantResult read = JsonReader.readTolerant("01".getBytes(UTF_8));
    assertThat(read.value()).isEqualTo(Json.of(0));
    assertThat(read.tolerated()).hasSize(1);
  }
}
