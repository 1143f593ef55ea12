package dev.firmtrail.fuzz;

import dev.firmtrail.state.json.JsonObject;

/** What one route of the hub makes of the body of a request. */
@FunctionalInterface
public interface Body {
  /** Reads the body as the route does, and checks what was taken. */
  void accept(JsonObject body);
}
