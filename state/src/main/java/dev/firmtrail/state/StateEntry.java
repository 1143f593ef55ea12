package dev.firmtrail.state;

import dev.firmtrail.state.json.Json;

/** What a state holds under a path. */
public sealed interface StateEntry {
  /** The value as it stands in the state's JSON. */
  Json json();

  /** A JSON document inside the state; only under a key that ends in {@code .json}. */
  record Inline(Json json) implements StateEntry {}

  /** A reference to bytes. */
  record ObjectRef(ObjectId id) implements StateEntry {
    @Override
    public Json json() {
      return Json.of(id.hex());
    }
  }
}
