package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.events.EventBounds;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.nio.charset.StandardCharsets;

/** How large the metadata of a device may be ({@code docs/formats/hub.md}, Metadata). */
final class MetaBounds {
  static final int MOST_MEMBERS = 1000;

  /** In bytes; a device keeps each member in a file of its name. */
  static final int LONGEST_NAME = 255;

  private MetaBounds() {}

  /**
   * The metadata, if it may be kept.
   *
   * @throws Refusal it is too large
   */
  static JsonObject kept(JsonObject meta) {
    if (meta.members().size() > MOST_MEMBERS) {
      throw Refusal.tooLarge("metadata has at most " + MOST_MEMBERS + " members");
    }
    for (String name : meta.members().keySet()) {
      if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
        throw Refusal.badRequest(
            "the name of a member of metadata has 1 to " + LONGEST_NAME + " bytes");
      }
    }
    EventBounds.kept("the metadata", meta);
    if (JsonWriter.AS_BUILT.bytes(meta).length > Route.SMALL_BODY) {
      throw Refusal.tooLarge("the metadata is larger than " + Route.SMALL_BODY + " bytes");
    }
    return meta;
  }
}
