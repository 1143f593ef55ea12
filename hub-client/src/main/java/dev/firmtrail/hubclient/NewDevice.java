package dev.firmtrail.hubclient;

import dev.firmtrail.state.json.JsonObject;

/**
 * A device that was made on a hub, with its first step.
 *
 * @param document all that the hub said, its secret included: for the one who made it
 */
public record NewDevice(String id, String nick, JsonObject document) {
  /** Without the secret. */
  @Override
  public String toString() {
    return "NewDevice[" + id + "]";
  }
}
