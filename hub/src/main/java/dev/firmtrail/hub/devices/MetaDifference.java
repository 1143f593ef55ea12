package dev.firmtrail.hub.devices;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonString;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What makes one metadata of another, member by member: a value is given whole, whatever is in it.
 * Numbers of the same value are no difference.
 *
 * @param set the members that are new or have another value
 * @param gone the names of those that are no longer there
 */
record MetaDifference(JsonObject set, List<String> gone) {
  MetaDifference {
    gone = List.copyOf(gone);
  }

  static MetaDifference between(JsonObject before, JsonObject after) {
    JsonObject.Builder set = JsonObject.builder();
    after
        .members()
        .forEach((name, value) -> {
          if (before.get(name).filter(value::equals).isEmpty()) {
            set.put(name, value);
          }
        });
    return new MetaDifference(
        set.build(),
        before.members().keySet().stream().filter(name -> after.get(name).isEmpty()).toList());
  }

  /** A document whose null members are to go and whose others are to be set. */
  static MetaDifference ofPatch(JsonObject patch) {
    JsonObject.Builder set = JsonObject.builder();
    patch
        .members()
        .forEach((name, value) -> {
          if (!value.isNull()) {
            set.put(name, value);
          }
        });
    return new MetaDifference(
        set.build(),
        patch.members().entrySet().stream()
            .filter(member -> member.getValue().isNull())
            .map(Map.Entry::getKey)
            .toList());
  }

  /**
   * The one that an event holds.
   *
   * @throws IllegalArgumentException it holds none
   */
  static MetaDifference of(JsonObject body) {
    Optional<JsonObject> set = body.object("set");
    if (set.isPresent() && body.get("gone").orElse(Json.Literal.NULL) instanceof JsonArray gone) {
      return new MetaDifference(
          set.get(), gone.items().stream().map(MetaDifference::name).toList());
    }
    throw new IllegalArgumentException("no difference of metadata");
  }

  private static String name(Json item) {
    if (item instanceof JsonString text) {
      return text.value();
    }
    throw new IllegalArgumentException("no name of a member");
  }

  /** This, with a member as it was said in {@code set}, even if it was so before. */
  MetaDifference saying(String name, JsonObject said) {
    return new MetaDifference(
        said.get(name)
            .filter(value -> !value.isNull())
            .map(value -> JsonObject.builder().putAll(set.members()).put(name, value).build())
            .orElse(set),
        gone);
  }

  boolean isEmpty() {
    return set.isEmpty() && gone.isEmpty();
  }

  JsonObject after(JsonObject before) {
    Set<String> without = new HashSet<>(gone);
    JsonObject.Builder after = JsonObject.builder();
    before
        .members()
        .forEach((name, value) -> {
          if (!without.contains(name)) {
            after.put(name, value);
          }
        });
    return after.putAll(set.members()).build();
  }

  /**
   * The body of the event.
   *
   * @param mended whether the text of what was said was broken and something in it replaced
   */
  JsonObject body(boolean mended) {
    JsonObject.Builder body =
        JsonObject.builder().put("gone", new JsonArray(gone.stream().map(Json::of).toList()));
    if (mended) {
      body.put("mended", true);
    }
    return body.put("set", set).build();
  }
}
