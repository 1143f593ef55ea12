package dev.firmtrail.cli.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What taking parts of one state into another must give. */
final class ModelState {
  private ModelState() {}

  /** What stands behind the {@code #} of a reference. */
  record Parts(List<String> selections, List<String> removals) {
    static final List<Parts> SOME =
        List.of(
            new Parts(List.of(), List.of()),
            new Parts(List.of("app"), List.of()),
            new Parts(List.of("app", "_config/app"), List.of()),
            new Parts(List.of(), List.of("d")),
            new Parts(List.of("d"), List.of("d/x")),
            new Parts(List.of("b.json", "a"), List.of()),
            new Parts(List.of("nothing"), List.of("app")));

    /** As it is typed. */
    String fragment() {
      List<String> items = new ArrayList<>(selections);
      removals.forEach(item -> items.add("-" + item));
      return items.isEmpty() ? "" : "#" + String.join(",", items);
    }

    boolean selects(String key) {
      return selections.isEmpty() || isWithinAny(key, selections);
    }

    boolean removes(String key) {
      return isWithinAny(key, removals);
    }
  }

  private static boolean isWithinAny(String key, List<String> items) {
    return items.stream().anyMatch(item -> ModelWorkspace.isWithin(key, item));
  }

  /** The selected parts without those removed, as a clone takes them and an export writes them. */
  static ObjectNode only(ObjectNode state, Parts parts) {
    return kept(state, key -> parts.selects(key) && !parts.removes(key));
  }

  private static ObjectNode kept(ObjectNode state, Predicate<String> wanted) {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    state.forEachEntry((key, value) -> {
      if (key.equals(ModelWorkspace.SPEC) || wanted.test(key)) {
        kept.set(key, value);
      }
    });
    return kept;
  }

  /** Own state, whose selected parts are replaced. */
  static ObjectNode replaced(ObjectNode own, ObjectNode source, Parts parts) {
    ObjectNode next = kept(own, key -> !parts.selects(key));
    next.setAll(kept(source, parts::selects));
    return kept(next, key -> !parts.removes(key));
  }

  /** Own state without what is removed, with the selected parts merged into it file by file. */
  static ObjectNode merged(ObjectNode own, ObjectNode source, Parts parts) {
    ObjectNode next = kept(own, key -> !parts.removes(key));
    for (Map.Entry<String, JsonNode> theirs : kept(source, parts::selects).properties()) {
      Optional<JsonNode> ours = Optional.ofNullable(next.get(theirs.getKey()));
      boolean patched =
          ours.filter(JsonNode::isObject).isPresent()
              && theirs.getValue().isObject()
              && !ours.get().equals(theirs.getValue());
      next.set(
          theirs.getKey(), patched ? patched(ours.get(), theirs.getValue()) : theirs.getValue());
    }
    return next;
  }

  /** RFC 7396, section 2. */
  private static JsonNode patched(JsonNode target, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes)) {
      return patch;
    }
    ObjectNode result =
        target instanceof ObjectNode object
            ? object.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    changes.forEachEntry((name, change) -> {
      if (change.isNull()) {
        result.remove(name);
      } else {
        result.set(name, patched(Optional.ofNullable(result.get(name)).orElse(change), change));
      }
    });
    return result;
  }

  /** Whether no path is also a directory of another. */
  static boolean isTree(ObjectNode state) {
    TreeSet<String> keys = new TreeSet<>(state.propertyNames());
    return keys.stream()
        .noneMatch(key -> ModelWorkspace.parents(key).stream().anyMatch(keys::contains));
  }
}
