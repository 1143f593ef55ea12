package dev.firmtrail.signatures;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonNumber;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.testkit.gen.Draws;
import dev.firmtrail.testkit.gen.Gen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Random states that devices take, unsigned. */
final class States {
  static final List<String> PARTS = List.of("app", "bsp", "app2", "web.d", "a-b_c");

  private static final List<String> FILES =
      List.of(
          "run.json",
          "src.json",
          "build.json",
          "root.squashfs",
          "lxc.conf",
          "a/b/c",
          "x.json",
          "sub/src.json",
          "_dm/x.json");

  private States() {}

  /** A path of a part, of its configuration, or of none. */
  static Gen<String> keys() {
    Gen<String> ofPart = draws -> part(draws) + "/" + Gen.of(FILES).from(draws);
    Gen<String> ofConfiguration =
        draws -> "_config/" + part(draws) + "/" + Gen.of(FILES).from(draws);
    return Gen.oneOf(
        ofPart,
        ofConfiguration,
        Gen.of(List.of("device.json", "groups.json", "src.json", "note", "_hostconfig/x.json")));
  }

  private static String part(Draws draws) {
    return Gen.of(PARTS).from(draws);
  }

  /** An object's id, or a document. */
  static Gen<Json> values() {
    Gen<Json> ids =
        draws -> Json.of("%016x".formatted((long) draws.below(Integer.MAX_VALUE)).repeat(4));
    return Gen.oneOf(ids, documents(2));
  }

  private static Gen<Json> documents(int depth) {
    Gen<Json> scalars =
        Gen.oneOf(
            Gen.strings(6).map(Json::of),
            Gen.of(
                    List.of(
                        "0", "-1", "1.50", "1e3", "12.34e-7", "9007199254740993", "-0.0", "1E+2"))
                .map(JsonNumber::parse),
            Gen.of(List.of(Json.Literal.TRUE, Json.Literal.FALSE, Json.Literal.NULL)));
    if (depth == 0) {
      return objects(scalars);
    }
    Gen<Json> inner = Gen.oneOf(scalars, documents(depth - 1));
    return Gen.oneOf(objects(inner), Gen.lists(inner, 3).map(JsonArray::new));
  }

  private static Gen<Json> objects(Gen<Json> values) {
    return Gen.maps(Gen.strings(4), values, 3)
        .map(members -> JsonObject.builder().putAll(members).build());
  }

  /** Sorted, {@code #spec} first. */
  static Gen<JsonObject> states() {
    return draws -> {
      Map<String, Json> members = new TreeMap<>();
      members.put("#spec", Json.of("pantavisor-service-system@1"));
      members.putAll(Gen.maps(keys(), values(), 12).from(draws));
      return JsonObject.builder().putAll(members).build();
    };
  }

  /** Some of them, possibly none. */
  static List<String> someParts(Draws draws) {
    List<String> some = new ArrayList<>();
    for (String part : PARTS) {
      if (draws.below(3) > 0) {
        some.add(part);
      }
    }
    return some;
  }
}
