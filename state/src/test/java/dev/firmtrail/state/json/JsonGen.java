package dev.firmtrail.state.json;

import dev.firmtrail.testkit.gen.Gen;
import java.util.List;

/** Random JSON values. */
public final class JsonGen {
  private static final int DEEPEST = 4;

  private JsonGen() {}

  /** The text of a number, in every spelling that the grammar has. */
  public static Gen<String> numberTexts() {
    Gen<String> digits =
        Gen.lists(Gen.ints(0, 9), 24)
            .map(list -> list.stream().map(String::valueOf).reduce("", String::concat));
    return draws -> {
      String sign = draws.below(2) == 0 ? "" : "-";
      String whole = digits.from(draws).replaceFirst("^0+", "");
      String fraction = draws.below(2) == 0 ? "" : "." + draws.below(10) + digits.from(draws);
      String exponent =
          draws.below(3) < 2
              ? ""
              : List.of("e", "E", "e+", "E-", "e-0").get(draws.below(5)) + draws.below(330);
      return sign + (whole.isEmpty() ? "0" : whole) + fraction + exponent;
    };
  }

  public static Gen<Json> scalars() {
    return Gen.oneOf(
        Gen.of(List.of(Json.Literal.NULL, Json.Literal.TRUE, Json.Literal.FALSE)),
        Gen.ints(-1000, 1000).map(n -> Json.of((long) n)),
        numberTexts().map(JsonNumber::parse),
        Gen.strings(8).map(Json::of));
  }

  /** Any document. */
  public static Gen<Json> documents() {
    return documents(DEEPEST);
  }

  /** Any object all of whose numbers a double can hold. */
  public static Gen<JsonObject> objectsInRangeOfDoubles() {
    return objects().map(object -> (JsonObject) inRange(object));
  }

  private static Json inRange(Json value) {
    return switch (value) {
      case JsonObject object -> {
        JsonObject.Builder members = JsonObject.builder();
        object.members().forEach((name, member) -> members.put(name, inRange(member)));
        yield members.build();
      }
      case JsonArray array -> new JsonArray(array.items().stream().map(JsonGen::inRange).toList());
      case JsonNumber number -> Double.isInfinite(number.toDouble()) ? Json.of(0) : number;
      case JsonString _, Json.Literal _ -> value;
    };
  }

  /** Any document that is an object. */
  public static Gen<JsonObject> objects() {
    return objects(DEEPEST - 1);
  }

  private static Gen<Json> documents(int depth) {
    return depth == 0
        ? scalars()
        : Gen.oneOf(
            scalars(), Gen.lists(documents(depth - 1), 3).map(JsonArray::new), objects(depth - 1));
  }

  private static Gen<JsonObject> objects(int depth) {
    return Gen.maps(Gen.oneOf(Gen.of(List.of("a", "b", "c")), Gen.strings(4)), documents(depth), 3)
        .map(members -> JsonObject.builder().putAll(members).build());
  }
}
