package dev.firmtrail.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonGen;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import dev.firmtrail.testkit.gen.Gen;
import dev.firmtrail.testkit.gen.Property;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {
  private static Json json(String text) throws JsonException {
    return JsonReader.read(text.getBytes(UTF_8));
  }

  /** The examples of RFC 7396, appendix A. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":\"b\"} | {\"a\":\"c\"} | {\"a\":\"c\"}",
        "{\"a\":\"b\"} | {\"b\":\"c\"} | {\"a\":\"b\",\"b\":\"c\"}",
        "{\"a\":\"b\"} | {\"a\":null} | {}",
        "{\"a\":\"b\",\"b\":\"c\"} | {\"a\":null} | {\"b\":\"c\"}",
        "{\"a\":[\"b\"]} | {\"a\":\"c\"} | {\"a\":\"c\"}",
        "{\"a\":\"c\"} | {\"a\":[\"b\"]} | {\"a\":[\"b\"]}",
        "{\"a\":{\"b\":\"c\"}} | {\"a\":{\"b\":\"d\",\"c\":null}} | {\"a\":{\"b\":\"d\"}}",
        "{\"a\":[{\"b\":\"c\"}]} | {\"a\":[1]} | {\"a\":[1]}",
        "[\"a\",\"b\"] | [\"c\",\"d\"] | [\"c\",\"d\"]",
        "{\"a\":\"b\"} | [\"c\"] | [\"c\"]",
        "{\"a\":\"foo\"} | null | null",
        "{\"a\":\"foo\"} | \"bar\" | \"bar\"",
        "{\"e\":null} | {\"a\":1} | {\"e\":null,\"a\":1}",
        "[1,2] | {\"a\":\"b\",\"c\":null} | {\"a\":\"b\"}",
        "{} | {\"a\":{\"bb\":{\"ccc\":null}}} | {\"a\":{\"bb\":{}}}"
      })
  void appliesAsTheSpecificationShows(String target, String patch, String result)
      throws JsonException {
    assertThat(MergePatch.apply(json(target), json(patch))).isEqualTo(json(result));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,\"b\":2} | {\"b\":2,\"a\":1.0} | {}",
        "{\"a\":1} | {\"a\":1.0000000000000000000001} | {\"a\":1.0000000000000000000001}",
        "{\"a\":9007199254740992} | {\"a\":9007199254740993} | {\"a\":9007199254740993}",
        "{\"a\":{\"x\":1,\"y\":[1,2]},\"z\":1} | {\"a\":{\"x\":1,\"y\":[1,3]}} | {\"a\":{\"y\":[1,3]},\"z\":null}",
        "{\"a\":[1,null]} | {\"a\":[1,null]} | {}",
        "{\"a\":{}} | {\"a\":[]} | {\"a\":[]}",
        "{\"a\":null} | {\"a\":null} | {}",
        "{\"a\":{}} | {} | {\"a\":null}"
      })
  void findsTheExactDifference(String from, String to, String patch) throws JsonException {
    assertThat(MergePatch.between((JsonObject) json(from), (JsonObject) json(to)))
        .isEqualTo(json(patch));
  }

  @Test
  void leadsFromAnyObjectToAnyWithoutNulls() {
    Gen<List<JsonObject>> pairs =
        draws -> {
          JsonObject from = JsonGen.objects().from(draws);
          JsonObject to =
              draws.below(2) == 0
                  ? JsonGen.objects().from(draws)
                  : changed(from, JsonGen.objects().from(draws));
          return List.of(from, (JsonObject) PublishedForm.withoutNulls(to));
        };
    Property.forAll(
        pairs,
        10_000,
        pair -> {
          JsonObject patch = MergePatch.between(pair.get(0), pair.get(1));
          assertThat(MergePatch.apply(pair.get(0), patch)).isEqualTo(pair.get(1));
          assertThat(MergePatch.between(pair.get(1), pair.get(1)).isEmpty()).isTrue();
        });
  }

  private static JsonObject changed(JsonObject from, JsonObject other) {
    return (JsonObject) MergePatch.apply(from, other);
  }

  @Test
  void publishedCommitEqualsItsFormForWhatIsNew() {
    Property.forAll(
        JsonGen.objectsInRangeOfDoubles(),
        5_000,
        added -> {
          JsonObject working = JsonObject.builder().put("new.json", added).build();
          Json committed =
              PublishedMergePatch.apply(
                  JsonObject.EMPTY, PublishedMergePatch.between(JsonObject.EMPTY, working));
          assertThat(committed)
              .isEqualTo(JsonObject.builder().put("new.json", PublishedForm.of(added)).build());
        });
  }

  @Test
  void publishedMergeIsTheRecordedOne() throws JsonException {
    String spec = "\"#spec\":\"pantavisor-service-system@1\"";
    JsonObject target =
        (JsonObject)
            json(
                "{"
                    + spec
                    + ",\"a.json\":{\"k\":{\"x\":1,\"y\":2},\"arr\":[1,2],\"s\":\"v\"},\"b\":\""
                    + "0".repeat(64)
                    + "\",\"keep.json\":{\"p\":1}}");
    JsonObject source =
        (JsonObject)
            json(
                "{"
                    + spec
                    + ",\"a.json\":{\"k\":{\"x\":null,\"z\":3},\"arr\":[3],\"s\":{\"n\":null,\"m\":[null,1]}},\"new.json\":{\"q\":null,\"r\":1}}");
    assertThat(Sha256.hex(JsonWriter.CANONICAL.bytes(PublishedMergePatch.apply(target, source))))
        .isEqualTo("b0606f1ea8672b68f79bc427195b9956ef69a7e206dfc2657086e2b64a92c2e2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":[null]} | {\"a\":[null]} | {\"a\":[null]} | {\"a\":[]}",
        "{\"a\":[{\"b\":null}]} | {\"a\":[{\"b\":null}]} | {\"a\":[{\"b\":null}]} | {\"a\":[{}]}",
        "{\"a\":null} | {\"a\":null} | {} | {\"a\":null}",
        "{\"a\":{\"x\":1}} | {\"a\":[1,null]} | {\"a\":[1,null]} | {\"a\":[1,null]}",
        "{\"a\":\"s\"} | {\"a\":[1,null]} | {\"a\":[1,null]} | {\"a\":[1]}",
        "{\"a\":9007199254740993} | {\"a\":9007199254740992} | {} | {\"a\":9007199254740993}",
        "{\"a\":0.30000000000000004000001} | {\"a\":0.30000000000000004} | {} | {\"a\":0.30000000000000004000001}",
        "{\"a\":{\"n\":1}} | {\"a\":{\"n\":1,\"m\":null}} | {\"a\":{\"m\":null}} | {\"a\":{\"n\":1}}"
      })
  void publishedDifferenceHasItsOwnIdeaOfNullsAndNumbers(
      String from, String to, String patch, String committed)
      throws JsonException, InvalidStateException {
    JsonObject pristine = (JsonObject) json(from);
    JsonObject difference = PublishedMergePatch.between(pristine, (JsonObject) json(to));
    assertThat(difference).isEqualTo(json(patch));
    assertThat(PublishedMergePatch.apply(pristine, difference)).isEqualTo(json(committed));
  }

  @Test
  void publishedFormOfNullStaysNull() throws InvalidStateException {
    assertThat(PublishedForm.of(Json.Literal.NULL)).isEqualTo(Json.Literal.NULL);
    assertThat(PublishedForm.of(new JsonArray(List.of(Json.Literal.NULL))))
        .isEqualTo(new JsonArray(List.of()));
  }
}
