package dev.firmtrail.state;

import dev.firmtrail.state.json.CodePointOrder;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One place in a JSON document where it differs from another, on exact values.
 *
 * @param pointer the place (RFC 6901); empty for the whole document
 * @param from what stood there; empty when nothing did
 * @param to what stands there now; empty when nothing does
 */
public record JsonChange(String pointer, Optional<Json> from, Optional<Json> to) {
  /**
   * Every place that differs, as deep inside as it can be said. Members are compared by name, items
   * by position; in the order of names and positions. Equal documents differ nowhere.
   */
  public static List<JsonChange> between(Json from, Json to) {
    List<JsonChange> changes = new ArrayList<>();
    compare("", Optional.of(from), Optional.of(to), changes);
    return List.copyOf(changes);
  }

  private static void compare(
      String pointer, Optional<Json> from, Optional<Json> to, List<JsonChange> changes) {
    if (from.equals(to)) {
      return;
    }
    if (from.orElse(Json.Literal.NULL) instanceof JsonObject before
        && to.orElse(Json.Literal.NULL) instanceof JsonObject after) {
      members(pointer, before, after, changes);
    } else if (from.orElse(Json.Literal.NULL) instanceof JsonArray(List<Json> before)
        && to.orElse(Json.Literal.NULL) instanceof JsonArray(List<Json> after)) {
      for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
        compare(pointer + "/" + i, item(before, i), item(after, i), changes);
      }
    } else {
      changes.add(new JsonChange(pointer, from, to));
    }
  }

  private static void members(
      String pointer, JsonObject before, JsonObject after, List<JsonChange> changes) {
    TreeSet<String> names = new TreeSet<>(CodePointOrder.INSTANCE);
    names.addAll(before.members().keySet());
    names.addAll(after.members().keySet());
    for (String name : names) {
      compare(pointer + "/" + JsonPath.escaped(name), before.get(name), after.get(name), changes);
    }
  }

  private static Optional<Json> item(List<Json> items, int index) {
    return index < items.size() ? Optional.of(items.get(index)) : Optional.empty();
  }
}
