package dev.firmtrail.state.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.state.Sha256;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalFormTest {
  @Test
  void equalsEveryRecordedByte() throws JsonException {
    JsonArray cases = RecordedJson.array("pvs/canonical-json.json");
    assertThat(cases.items()).hasSizeGreaterThan(35);
    for (Json item : cases.items()) {
      JsonObject recorded = (JsonObject) item;
      String in = recorded.string("in").orElseThrow();
      assertThat(
              HexFormat.of()
                  .formatHex(JsonWriter.CANONICAL.bytes(JsonReader.read(in.getBytes(UTF_8)))))
          .as(in)
          .isEqualTo(recorded.string("out_hex").orElseThrow());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-0.0, 0",
    "0e5, 0",
    "1.10, 1.1E0",
    "10, 10",
    "1E+2, 100",
    "1e+02, 100",
    "0.001, 1.0E-3",
    "-0.5, -5.0E-1",
    "1.5e3, 1500",
    "1.2345e2, 1.2345E2",
    "1000000e-3, 1000",
    "5e-324, 5.0E-324",
    "12.34e1, 1.234E2",
    "120e-1, 12",
    "123456789012345678901234567890, 123456789012345678901234567890",
    "9007199254740993, 9007199254740993",
    "0.30000000000000004, 3.0000000000000004E-1",
    "1e22, 10000000000000000000000",
    "100.50, 1.005E2"
  })
  void writesNumbersByTheirDecimalText(String in, String out) {
    assertThat(JsonNumber.parse(in).canonical()).isEqualTo(out);
  }

  @Test
  void sortsNamesByCodePointAndEscapesOnlyWhatMustBe() throws JsonException {
    Json value = JsonReader.read("{\"Ｎ\":1,\"😀\":2,\"z\":3,\"Z\":4,\"\":5}".getBytes(UTF_8));
    byte[] canonical = JsonWriter.CANONICAL.bytes(value);
    assertThat(canonical).asString(UTF_8).isEqualTo("{\"\":5,\"Z\":4,\"z\":3,\"Ｎ\":1,\"😀\":2}");
    assertThat(Sha256.hex(canonical))
        .isEqualTo("c205f5c0dec873c4c3ef62cb3d9a3230ee4cfbb8f827fb9727e25bbd7c718c04");
    assertThat(JsonWriter.CANONICAL.text(Json.of("\0\u001f\b\f\r\u007f</>&\u2028")))
        .isEqualTo("\"\\u0000\\u001F\\b\\f\\r\u007f</>&\u2028\"");
  }

  @Test
  void refusesToWriteALoneSurrogateAsAQuestionMark() {
    assertThatThrownBy(() -> JsonWriter.CANONICAL.bytes(Json.of("a\ud800b")))
        .hasMessageContaining("lone surrogate");
    assertThatThrownBy(() -> JsonWriter.COMPACT.bytes(Json.of("\udc00")))
        .hasMessageContaining("lone surrogate");
    assertThatThrownBy(
            () -> JsonWriter.CANONICAL.bytes(JsonObject.builder().put("\ud800", 1).build()))
        .hasMessageContaining("lone surrogate");
  }

  @Test
  void writesTheFormsOfThePublishedPrograms() throws JsonException {
    Json value =
        JsonReader.read("{\"b\":[1.50,{}],\"a\":\"<\\u001f\\u2028é>\",\"c\":[]}".getBytes(UTF_8));
    assertThat(JsonWriter.pretty("\t").text(value))
        .isEqualTo(
            "{\n\t\"a\": \"<\\u001F\u2028é>\",\n\t\"b\": [\n\t\t1.5E0,\n\t\t{}\n\t],\n\t\"c\": []\n}");
    assertThat(
            JsonWriter.pretty(" ", JsonWriter.Numbers.GO_DOUBLE, JsonWriter.Escapes.GO_HTML)
                .text(value))
        .isEqualTo(
            "{\n \"a\": \"\\u003c\\u001f\\u2028é\\u003e\",\n \"b\": [\n  1.5,\n  {}\n ],\n \"c\": []\n}");
    assertThat(JsonWriter.COMPACT.text(value))
        .isEqualTo("{\"b\":[1.50,{}],\"a\":\"\\u003c\\u001f\\u2028é\\u003e\",\"c\":[]}");
    assertThat(JsonWriter.prettyInOrder(" ").text(value)).startsWith("{\n \"b\": [\n  1.50,");
  }
}
