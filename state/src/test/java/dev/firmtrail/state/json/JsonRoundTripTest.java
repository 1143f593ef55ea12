package dev.firmtrail.state.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.State;
import dev.firmtrail.testkit.gen.Gen;
import dev.firmtrail.testkit.gen.Property;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class JsonRoundTripTest {
  @Test
  void canonicalFormIsStable() {
    Property.forAll(
        JsonGen.documents(),
        100_000,
        value -> {
          byte[] once = JsonWriter.CANONICAL.bytes(value);
          Json again = JsonReader.read(once);
          assertThat(again).isEqualTo(value);
          assertThat(JsonWriter.CANONICAL.bytes(again)).isEqualTo(once);
        });
  }

  @Test
  void everyFormReadsBackAsTheValue() {
    List<JsonWriter> forms =
        List.of(
            JsonWriter.COMPACT,
            JsonWriter.pretty("\t"),
            JsonWriter.pretty("    ", JsonWriter.Numbers.AS_READ, JsonWriter.Escapes.GO_HTML),
            JsonWriter.prettyInOrder(" "));
    Property.forAll(
        JsonGen.documents(),
        10_000,
        value -> {
          for (JsonWriter form : forms) {
            assertThat(JsonReader.read(form.bytes(value))).isEqualTo(value);
          }
        });
  }

  @Test
  void jacksonReadsTheSameValue() {
    JsonMapper jackson =
        JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    Property.forAll(
        JsonGen.documents(),
        5_000,
        value ->
            assertThat(JsonCasesTest.fromJackson(jackson.readTree(JsonWriter.COMPACT.bytes(value))))
                .isEqualTo(value));
  }

  /** Bytes of documents with some of them replaced, left out or doubled. */
  private static Gen<byte[]> damaged(Gen<? extends Json> documents) {
    return draws -> {
      byte[] bytes = JsonWriter.COMPACT.bytes(documents.from(draws));
      for (int i = draws.below(4); i >= 0; i--) {
        int at = draws.below(bytes.length + 1);
        int length = Math.min(draws.below(4), bytes.length - at);
        byte[] inserted = new byte[draws.below(4)];
        for (int k = 0; k < inserted.length; k++) {
          inserted[k] =
              draws.below(2) == 0
                  ? (byte) "{}[]\",:\\u0e-d8".charAt(draws.below(14))
                  : (byte) draws.below(256);
        }
        byte[] next = Arrays.copyOf(bytes, bytes.length - length + inserted.length);
        System.arraycopy(inserted, 0, next, at, inserted.length);
        System.arraycopy(
            bytes, at + length, next, at + inserted.length, bytes.length - at - length);
        bytes = next;
      }
      return bytes;
    };
  }

  @Test
  @Timeout(120)
  void damagedDocumentsAreReadOrRefusedAndNothingElse() {
    Property.forAll(
        damaged(JsonGen.documents()),
        50_000,
        bytes -> {
          try {
            byte[] canonical = JsonWriter.CANONICAL.bytes(JsonReader.read(bytes));
            assertThat(JsonWriter.CANONICAL.bytes(JsonReader.read(canonical))).isEqualTo(canonical);
          } catch (JsonException refused) {
            assertThat(refused.offset()).isBetween(0, bytes.length);
          }
          try {
            JsonWriter.CANONICAL.bytes(JsonReader.readTolerant(bytes).value());
          } catch (JsonException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
          }
        });
  }

  @Test
  @Timeout(120)
  void randomBytesAreReadOrRefusedAndNothingElse() {
    Gen<byte[]> noise =
        Gen.lists(
                Gen.oneOf(
                    Gen.of(List.of((int) '{', (int) '"', (int) ':', (int) '[', (int) '1')),
                    Gen.ints(0, 255)),
                40)
            .map(list -> {
              byte[] bytes = new byte[list.size()];
              for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (int) list.get(i);
              }
              return bytes;
            });
    Property.forAll(
        noise,
        50_000,
        bytes -> {
          try {
            State.read(bytes);
            State.readTolerant(bytes);
          } catch (InvalidStateException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
          }
        });
  }

  @Test
  @Timeout(120)
  void damagedStatesAreReadOrRefusedAndNothingElse() {
    Gen<JsonObject> states =
        JsonGen.objects()
            .map(inline ->
                JsonObject.builder()
                    .put("#spec", "s@1")
                    .put("a/x.json", inline)
                    .put("a/bin", "0123456789abcdef".repeat(4))
                    .build());
    Property.forAll(
        damaged(states),
        20_000,
        bytes -> {
          try {
            State state = State.read(bytes);
            assertThat(State.read(state.canonicalBytes())).isEqualTo(state);
          } catch (InvalidStateException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
          }
          try {
            State state = State.readTolerant(bytes).state();
            assertThat(State.read(state.canonicalBytes())).isEqualTo(state);
          } catch (InvalidStateException refused) {
            assertThat(refused.getMessage()).hasSizeBetween(1, 2_000);
          }
        });
  }
}
