package dev.firmtrail.hubclient;

import dev.firmtrail.state.json.JsonObject;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something that happened to a device, as its hub keeps it ({@code docs/formats/hub.md}, Events).
 *
 * @param seq its number among those of the device
 * @param kind such as {@code posted}
 * @param rev the step that it is about
 * @param who did it, as the hub calls them
 * @param created when the hub took it
 * @param body what else there is to say
 * @param document all of it; its canonical bytes are what the hub keeps
 */
public record DeviceEvent(
    long seq,
    String kind,
    OptionalLong rev,
    String who,
    String created,
    JsonObject body,
    JsonObject document) {
  /** Reads one; empty where a member is missing. */
  static Optional<DeviceEvent> of(JsonObject event) {
    Optional<Long> seq = event.integer("seq");
    Optional<String> kind = event.string("kind");
    Optional<String> who = event.string("who");
    Optional<String> created = event.string("created");
    Optional<JsonObject> body = event.object("body");
    if (seq.isEmpty()
        || kind.isEmpty()
        || who.isEmpty()
        || created.isEmpty()
        || body.isEmpty()
        || event.string("subject").isEmpty()) {
      return Optional.empty();
    }
    OptionalLong rev = event.integer("rev").map(OptionalLong::of).orElseGet(OptionalLong::empty);
    return Optional.of(
        new DeviceEvent(seq.get(), kind.get(), rev, who.get(), created.get(), body.get(), event));
  }
}
