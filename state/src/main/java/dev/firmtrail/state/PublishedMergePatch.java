package dev.firmtrail.state;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonNumber;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonString;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * {@link MergePatch} as the published programs do it, which is how they commit: the new state is
 * {@code apply(pristine, between(pristine, working))}. What did not change keeps its exact value,
 * what did goes through {@link PublishedForm}'s rounding and, in most places, its dropping of
 * nulls. Only for reproducing the ids that those programs computed. See {@code
 * docs/formats/state.md}, Published dialect.
 */
public final class PublishedMergePatch {
  private PublishedMergePatch() {}

  /**
   * The difference of two documents when all their numbers are doubles. An array that holds a null,
   * at any depth, differs from every array, itself included.
   *
   * @throws InvalidStateException a number on either side is beyond the range of a double
   */
  public static JsonObject between(JsonObject from, JsonObject to) throws InvalidStateException {
    return MergePatch.between(roundedMembers(from), roundedMembers(to), PublishedMergePatch::same);
  }

  /**
   * The target as the patch changes it. Nulls inside a value are dropped where it is new or stands
   * for something that was no object; an array or scalar that replaces an object is taken as it is.
   */
  public static JsonObject apply(JsonObject target, JsonObject patch) {
    LinkedHashMap<String, Json> members = new LinkedHashMap<>(target.members());
    patch
        .members()
        .forEach((name, change) -> {
          if (change.isNull()) {
            members.remove(name);
          } else {
            members.put(name, changed(members.get(name), change));
          }
        });
    return new JsonObject(members);
  }

  private static Json changed(@Nullable Json current, Json change) {
    if (!(current instanceof JsonObject object)) {
      return PublishedForm.withoutNulls(change);
    }
    return change instanceof JsonObject changes ? apply(object, changes) : change;
  }

  private static JsonObject roundedMembers(JsonObject object) throws InvalidStateException {
    return (JsonObject) PublishedForm.rounded(object);
  }

  private static boolean same(Json a, Json b) {
    return a.equals(b) && !(a instanceof JsonArray array && holdsNull(array));
  }

  private static boolean holdsNull(Json value) {
    return switch (value) {
      case JsonObject object ->
          object.members().values().stream().anyMatch(PublishedMergePatch::holdsNull);
      case JsonArray array -> array.items().stream().anyMatch(PublishedMergePatch::holdsNull);
      case Json.Literal literal -> literal.isNull();
      case JsonString _, JsonNumber _ -> false;
    };
  }
}
