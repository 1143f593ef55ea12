package dev.firmtrail.hub.devices;

import dev.firmtrail.state.json.JsonObject;

/**
 * The metadata of a device.
 *
 * @param user what its owner says to it
 * @param device what it says of itself
 */
record DeviceMetas(JsonObject user, JsonObject device) {
  /** Of a device of which none was said, and what strangers see. */
  static final DeviceMetas NONE = new DeviceMetas(JsonObject.EMPTY, JsonObject.EMPTY);
}
