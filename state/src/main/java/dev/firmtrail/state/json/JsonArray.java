package dev.firmtrail.state.json;

import java.util.List;

/** A JSON array; keeps the order of its items. */
public record JsonArray(List<Json> items) implements Json {
  public JsonArray {
    items = List.copyOf(items);
  }
}
