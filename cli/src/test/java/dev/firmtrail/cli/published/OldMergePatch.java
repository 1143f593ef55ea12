package dev.firmtrail.cli.published;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The merge patch by which the published program compares and commits. */
public final class OldMergePatch {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private OldMergePatch() {}

  /** What changed, all numbers being doubles; null for what is gone. */
  static ObjectNode between(ObjectNode from, ObjectNode to) {
    ObjectNode patch = NODES.objectNode();
    for (Map.Entry<String, JsonNode> member : to.properties()) {
      Optional<JsonNode> before = Optional.ofNullable(from.get(member.getKey()));
      if (before.isEmpty()) {
        patch.set(member.getKey(), member.getValue());
      } else {
        change(before.get(), member.getValue())
            .ifPresent(change -> patch.set(member.getKey(), change));
      }
    }
    from.propertyNames().stream()
        .filter(name -> !to.has(name))
        .forEach(name -> patch.set(name, NODES.nullNode()));
    return patch;
  }

  private static Optional<JsonNode> change(JsonNode before, JsonNode after) {
    if (before instanceof ObjectNode old && after instanceof ObjectNode young) {
      ObjectNode inside = between(old, young);
      return inside.isEmpty() ? Optional.empty() : Optional.of(inside);
    }
    boolean same = before.equals(after) && !(before.isArray() && holdsNull(before));
    return same ? Optional.empty() : Optional.of(after);
  }

  private static boolean holdsNull(JsonNode value) {
    return value.isNull() || value.valueStream().anyMatch(OldMergePatch::holdsNull);
  }

  /** Puts a patch into a target. */
  static ObjectNode apply(ObjectNode target, ObjectNode patch) {
    ObjectNode result = target.deepCopy();
    for (Map.Entry<String, JsonNode> change : patch.properties()) {
      if (change.getValue().isNull()) {
        result.remove(change.getKey());
        continue;
      }
      Optional<JsonNode> before = Optional.ofNullable(result.get(change.getKey()));
      result.set(change.getKey(), changed(before, change.getValue()));
    }
    return result;
  }

  private static JsonNode changed(Optional<JsonNode> before, JsonNode change) {
    if (before.isEmpty() || !(before.get() instanceof ObjectNode old)) {
      return withoutNulls(change);
    }
    return change instanceof ObjectNode changes ? apply(old, changes) : change;
  }

  /** Without null members and items, at any depth. */
  public static JsonNode withoutNulls(JsonNode value) {
    if (value.isObject()) {
      ObjectNode members = NODES.objectNode();
      value.forEachEntry((name, member) -> {
        if (!member.isNull()) {
          members.set(name, withoutNulls(member));
        }
      });
      return members;
    }
    if (value.isArray()) {
      ArrayNode items = NODES.arrayNode();
      value
          .valueStream()
          .filter(item -> !item.isNull())
          .forEach(item -> items.add(withoutNulls(item)));
      return items;
    }
    return value;
  }
}
