package dev.firmtrail.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonGen;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.testkit.gen.Gen;
import dev.firmtrail.testkit.gen.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonChangeTest {
  private static Json json(String text) throws JsonException {
    return JsonReader.read(text.getBytes(UTF_8));
  }

  private static List<String> changes(String from, String to) throws JsonException {
    return JsonChange.between(json(from), json(to)).stream()
        .map(change -> change.pointer() + " " + change.from() + " " + change.to())
        .map(text -> text.replaceAll("Optional\\[Json\\w+\\[\\w+=(\\w*)]]", "$1"))
        .toList();
  }

  @Test
  void saysThePlaceAsDeepAsItCan() throws JsonException {
    assertThat(
            changes(
                "{\"a\":{\"b\":\"x\",\"c\":\"k\"},\"g\":\"1\",\"l\":[\"p\",\"q\"]}",
                "{\"a\":{\"b\":\"y\",\"c\":\"k\"},\"n\":\"2\",\"l\":[\"p\",\"r\",\"s\"]}"))
        .containsExactly(
            "/a/b x y",
            "/g 1 Optional.empty",
            "/l/1 q r",
            "/l/2 Optional.empty s",
            "/n Optional.empty 2");
    assertThat(changes("\"a\"", "\"b\"")).containsExactly(" a b");
    assertThat(changes("{\"a/b~\":\"1\"}", "{\"a/b~\":\"2\"}")).containsExactly("/a~1b~0 1 2");
  }

  @Test
  void tellsANullFromNothingAndHoldsEqualNumbersEqual() throws JsonException {
    assertThat(JsonChange.between(json("{\"a\":null}"), json("{}")))
        .containsExactly(new JsonChange("/a", Optional.of(Json.Literal.NULL), Optional.empty()));
    assertThat(JsonChange.between(json("{\"a\":null}"), json("{\"a\":{}}"))).hasSize(1);
    assertThat(JsonChange.between(json("[1.0,1e2]"), json("[1,100]"))).isEmpty();
  }

  @Test
  void nothingDiffersWhenTheyAreEqualAndTheChangesMakeOneTheOther() {
    Gen<List<Json>> pairs =
        draws -> List.of(JsonGen.documents().from(draws), JsonGen.documents().from(draws));
    Property.forAll(
        pairs,
        20_000,
        pair -> {
          List<JsonChange> changes = JsonChange.between(pair.get(0), pair.get(1));
          assertThat(changes.isEmpty()).isEqualTo(pair.get(0).equals(pair.get(1)));
          Json made = pair.get(0);
          // From the end, so that items that go do not move those before them.
          for (JsonChange change : changes.reversed()) {
            if (change.to().isEmpty()) {
              made = apply(made, change.pointer(), change.to()).orElseThrow();
            }
          }
          for (JsonChange change : changes) {
            if (change.to().isPresent()) {
              made = apply(made, change.pointer(), change.to()).orElseThrow();
            }
          }
          assertThat(made).isEqualTo(pair.get(1));
        });
  }

  private static Optional<Json> apply(Json at, String pointer, Optional<Json> to) {
    if (pointer.isEmpty()) {
      return to;
    }
    int end = pointer.indexOf('/', 1);
    String name = pointer.substring(1, end < 0 ? pointer.length() : end);
    String rest = end < 0 ? "" : pointer.substring(end);
    if (at instanceof JsonArray(List<Json> items)) {
      List<Json> changed = new ArrayList<>(items);
      int index = Integer.parseInt(name);
      Json old = index < items.size() ? changed.remove(index) : Json.Literal.NULL;
      apply(old, rest, to).ifPresent(value -> changed.add(index, value));
      return Optional.of(new JsonArray(changed));
    }
    String member = name.replace("~1", "/").replace("~0", "~");
    JsonObject object = (JsonObject) at;
    JsonObject.Builder changed = JsonObject.builder();
    object
        .members()
        .forEach((key, value) -> {
          if (!key.equals(member)) {
            changed.put(key, value);
          }
        });
    apply(object.get(member).orElse(Json.Literal.NULL), rest, to)
        .ifPresent(value -> changed.put(member, value));
    return Optional.of(changed.build());
  }
}
