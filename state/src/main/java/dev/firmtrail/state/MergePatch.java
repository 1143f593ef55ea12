package dev.firmtrail.state;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * JSON merge patch (RFC 7396) on exact values: {@code 1} and {@code 1.0} are the same, {@code 1}
 * and {@code 1.0000000000000000001} are not. See {@code docs/formats/state.md}, Difference and
 * merge.
 */
public final class MergePatch {
  private MergePatch() {}

  /**
   * The patch that makes {@code to} of {@code from}: a member that only {@code from} has is {@code
   * null}, two objects are compared member by member, everything else, arrays too, is given whole.
   * A merge patch cannot set a member to null, so {@code apply(from, between(from, to))} equals
   * {@code to} where no object in {@code to} has a null member.
   */
  public static JsonObject between(JsonObject from, JsonObject to) {
    return between(from, to, Json::equals);
  }

  /**
   * {@link #between(JsonObject, JsonObject)} where {@code same} says which values, other than two
   * objects, are no difference.
   */
  static JsonObject between(JsonObject from, JsonObject to, BiPredicate<Json, Json> same) {
    JsonObject.Builder patch = JsonObject.builder();
    for (Map.Entry<String, Json> member : to.members().entrySet()) {
      Optional<Json> before = from.get(member.getKey());
      Json after = member.getValue();
      if (before.isPresent()
          && before.get() instanceof JsonObject old
          && after instanceof JsonObject young) {
        JsonObject inside = between(old, young, same);
        if (!inside.isEmpty()) {
          patch.put(member.getKey(), inside);
        }
      } else if (before.isEmpty() || !same.test(before.get(), after)) {
        patch.put(member.getKey(), after);
      }
    }
    for (String name : from.members().keySet()) {
      if (to.get(name).isEmpty()) {
        patch.put(name, Json.Literal.NULL);
      }
    }
    return patch.build();
  }

  /**
   * The target as the patch changes it (RFC 7396, section 2); members keep their order, new ones
   * follow.
   */
  public static Json apply(Json target, Json patch) {
    if (!(patch instanceof JsonObject changes)) {
      return patch;
    }
    LinkedHashMap<String, Json> members =
        target instanceof JsonObject object
            ? new LinkedHashMap<>(object.members())
            : new LinkedHashMap<>();
    changes
        .members()
        .forEach((name, change) -> {
          if (change.isNull()) {
            members.remove(name);
          } else {
            members.put(name, apply(members.getOrDefault(name, Json.Literal.NULL), change));
          }
        });
    return new JsonObject(members);
  }
}
