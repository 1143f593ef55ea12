package dev.firmtrail.state.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code vectors/json/cases.tsv}, and what Jackson says to the same documents. */
class JsonCasesTest {
  private static final JsonMapper JACKSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private record Case(String rfc, String strict, String tolerant, String group, String shown) {
    byte[] document() {
      return unescaped(shown);
    }
  }

  private static List<Case> cases() {
    List<Case> cases =
        new String(RecordedJson.bytes("json/cases.tsv"), UTF_8)
            .lines()
            .filter(line -> !line.startsWith("#"))
            .skip(1)
            .map(line -> line.split("\t", -1))
            .map(f -> new Case(f[0], f[1], f[2], f[3], f[4]))
            .toList();
    assertThat(cases).hasSizeGreaterThan(500);
    return cases;
  }

  private static byte[] unescaped(String shown) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < shown.length(); i++) {
      if (shown.charAt(i) != '\\') {
        out.write(shown.charAt(i));
      } else if (shown.charAt(++i) == 'x') {
        out.write(Integer.parseInt(shown.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        out.write('\\');
      }
    }
    return out.toByteArray();
  }

  @Test
  void strictReaderAnswersAsTheTableSays() {
    for (Case one : cases()) {
      assertThat(strict(one)).as(one.shown()).isEqualTo(one.strict());
      assertThat(one.rfc()).as(one.shown()).isIn("either", one.strict());
    }
  }

  @Test
  void tolerantReaderAnswersAsTheTableSays() throws JsonException {
    for (Case one : cases()) {
      try {
        JsonReader.TolerantResult read = JsonReader.readTolerant(one.document());
        assertThat("accept").as(one.shown()).isEqualTo(one.tolerant());
        assertThat(read.tolerated().isEmpty())
            .as(one.shown())
            .isEqualTo(one.strict().equals("accept"));
      } catch (JsonException refused) {
        assertThat("reject").as(one.shown()).isEqualTo(one.tolerant());
      }
    }
  }

  /**
   * Where the two differ on purpose: Jackson guesses the encoding, takes a byte order mark and lone
   * surrogates, and has limits of its own.
   */
  @Test
  void jacksonAgreesButForTheDifferencesThatWeWant() throws JsonException {
    Set<String> differences = new TreeSet<>();
    for (Case one : cases()) {
      try {
        JsonNode node = JACKSON.readTree(one.document());
        if (node.isMissingNode()) {
          assertThat(one.strict()).as(one.shown()).isEqualTo("reject");
        } else if (one.strict().equals("reject")) {
          differences.add("Jackson takes: " + one.group());
        } else {
          assertThat(fromJackson(node)).as(one.shown()).isEqualTo(JsonReader.read(one.document()));
        }
      } catch (JacksonException | NumberFormatException refused) {
        if (one.strict().equals("accept")) {
          differences.add("Jackson refuses: " + one.group());
        }
      }
    }
    assertThat(differences)
        .containsExactlyInAnyOrder(
            "Jackson refuses: number beyond a double",
            "Jackson takes: byte order mark",
            "Jackson takes: number beyond the limits",
            "Jackson takes: other encoding",
            "Jackson takes: string that is not UTF-8",
            "Jackson takes: string with a lone surrogate");
  }

  static Json fromJackson(JsonNode node) {
    if (node.isObject()) {
      JsonObject.Builder members = JsonObject.builder();
      node.properties()
          .forEach(member -> members.put(member.getKey(), fromJackson(member.getValue())));
      return members.build();
    }
    if (node.isArray()) {
      return new JsonArray(node.values().stream().map(JsonCasesTest::fromJackson).toList());
    }
    if (node.isString()) {
      return Json.of(node.stringValue());
    }
    if (node.isNumber()) {
      return JsonNumber.parse(
          node.isBigDecimal() ? node.decimalValue().toString() : node.bigIntegerValue().toString());
    }
    return node.isNull() ? Json.Literal.NULL : Json.of(node.booleanValue());
  }

  private static String strict(Case one) {
    try {
      JsonReader.read(one.document());
      return "accept";
    } catch (JsonException refused) {
      return "reject";
    }
  }
}
