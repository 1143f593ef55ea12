package dev.firmtrail.state.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.testkit.gen.Gen;
import dev.firmtrail.testkit.gen.Property;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The writer looks at eight bytes at a time, and hands over pieces; nobody may see either. */
class JsonWriterTest {
  private static final List<Integer> CHARACTERS =
      IntStream.concat(
              IntStream.rangeClosed(0, 0x180),
              IntStream.of(
                  0x2027, 0x2028, 0x2029, 0x202A, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x1_F600,
                  0x10_FFFF))
          .boxed()
          .toList();

  @Test
  void everyCharacterIsEscapedAsItShouldWhereverItStands() {
    for (int c : CHARACTERS) {
      for (int before = 0; before < 18; before++) {
        for (int after : List.of(0, 1, 7, 8, 9)) {
          String character = Character.toString(c);
          String text = "x".repeat(before) + character + "y".repeat(after);
          assertThat(JsonWriter.CANONICAL.text(Json.of(text)))
              .as("U+%04X after %d and before %d", c, before, after)
              .isEqualTo('"' + text.replace(character, canonical(c)) + '"');
          assertThat(JsonWriter.COMPACT.text(Json.of(text)))
              .as("U+%04X after %d and before %d", c, before, after)
              .isEqualTo('"' + text.replace(character, go(c)) + '"');
        }
      }
    }
  }

  private static String canonical(int c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> c < 0x20 ? "\\u%04X".formatted(c) : Character.toString(c);
    };
  }

  private static String go(int c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '<', '>', '&', 0x2028, 0x2029 -> "\\u%04x".formatted(c);
      default -> c < 0x20 ? "\\u%04x".formatted(c) : Character.toString(c);
    };
  }

  @Test
  void halfACharacterIsRefusedWhereverItStands() {
    for (String half : List.of("\uD83D", "\uDE00", "\uDE00\uD83D")) {
      for (int before = 0; before < 18; before++) {
        String text = "x".repeat(before) + half + "?y";
        for (Json value : List.of(Json.of(text), JsonObject.builder().put(text, 1).build())) {
          assertThatThrownBy(() -> JsonWriter.CANONICAL.bytes(value))
              .isInstanceOf(IllegalArgumentException.class);
          assertThatThrownBy(() -> JsonWriter.COMPACT.text(value))
              .isInstanceOf(IllegalArgumentException.class);
        }
      }
    }
  }

  @Test
  void namesAreSortedByCodePoint() {
    Gen<String> names =
        Gen.lists(
                Gen.of(List.of("a", "b", "\u00E9", "\uD7FF", "\uE000", "\uFFFF", "\uD83D\uDE00")),
                4)
            .map(list -> String.join("", list));
    Property.forAll(
        Gen.maps(names, Gen.of(List.of(Json.of(1))), 8),
        5_000,
        members -> {
          JsonObject object = JsonObject.builder().putAll(members).build();
          JsonObject read = JsonReader.readObject(JsonWriter.CANONICAL.bytes(object));
          assertThat(read.members().keySet())
              .containsExactlyElementsOf(
                  members.keySet().stream().sorted(CodePointOrder.INSTANCE).toList());
        });
  }

  /** A document of so many bytes, in strings of so many. */
  private static Json document(int bytes, int each) {
    List<Json> items = new ArrayList<>();
    int left = bytes - 2;
    while (left > each + 5) {
      items.add(Json.of("é".repeat(each / 2) + "x".repeat(each % 2)));
      left -= each + 3;
    }
    items.add(Json.of("z".repeat(left - 2)));
    return new JsonArray(items);
  }

  @Test
  void piecesAreFullAndTogetherTheDocument() {
    for (int more : List.of(-1, 0, 1, 2, 100)) {
      for (int size :
          List.of(
              3 * JsonWriter.PIECE / 4,
              JsonWriter.PIECE,
              2 * JsonWriter.PIECE,
              9 * JsonWriter.PIECE)) {
        for (int each : List.of(1, 63, 5001, 3 * JsonWriter.PIECE)) {
          Json document = document(size + more, each);
          byte[] expected = JsonWriter.AS_BUILT.text(document).getBytes(StandardCharsets.UTF_8);
          assertThat(expected).hasSize(size + more);
          List<Integer> lengths = new ArrayList<>();
          ByteArrayOutputStream joined = new ByteArrayOutputStream();
          long written =
              JsonWriter.AS_BUILT.write(
                  document,
                  (piece, length) -> {
                    lengths.add(length);
                    joined.write(piece, 0, length);
                  });
          assertThat(written).isEqualTo(expected.length);
          assertThat(joined.toByteArray()).isEqualTo(expected);
          assertThat(lengths.subList(0, lengths.size() - 1))
              .allMatch(length -> length == JsonWriter.PIECE);
          assertThat(lengths.getLast()).isBetween(1, JsonWriter.PIECE);
        }
      }
    }
  }

  @Test
  void whatItWritesIsToldFromEverythingElse() {
    Json document = document(2 * JsonWriter.PIECE + 17, 63);
    byte[] bytes = JsonWriter.CANONICAL.bytes(document);
    assertThat(JsonWriter.CANONICAL.writes(document, bytes)).isTrue();
    for (int length : List.of(0, 1, JsonWriter.PIECE, 2 * JsonWriter.PIECE, bytes.length - 1)) {
      assertThat(JsonWriter.CANONICAL.writes(document, Arrays.copyOf(bytes, length))).isFalse();
    }
    assertThat(JsonWriter.CANONICAL.writes(document, Arrays.copyOf(bytes, bytes.length + 1)))
        .isFalse();
    for (int at = 0; at < bytes.length; at += 13) {
      byte[] changed = bytes.clone();
      changed[at] ^= 1;
      assertThat(JsonWriter.CANONICAL.writes(document, changed)).as("byte " + at).isFalse();
    }
  }

  @Test
  void whatWasBuiltStaysWhenTheBuilderGoesOn() {
    JsonObject.Builder builder = JsonObject.builder().put("a", 1);
    JsonObject first = builder.build();
    JsonObject second = builder.put("b", 2).build();
    JsonObject third = builder.putAll(second.members()).put("a", 3).build();
    assertThat(JsonWriter.CANONICAL.text(first)).isEqualTo("{\"a\":1}");
    assertThat(JsonWriter.CANONICAL.text(second)).isEqualTo("{\"a\":1,\"b\":2}");
    assertThat(JsonWriter.CANONICAL.text(third)).isEqualTo("{\"a\":3,\"b\":2}");
  }
}
