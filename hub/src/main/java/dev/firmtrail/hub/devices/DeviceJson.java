package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.state.json.JsonObject;
import java.util.Optional;

/**
 * A device as the wire shows it, always in this order: devices look for the first {@code "id"} and
 * the first {@code "owner"} anywhere in the text ({@code docs/formats/hub.md}, Devices).
 */
final class DeviceJson {
  private DeviceJson() {}

  /** The answer to its creation, the only place where a secret is ever shown. */
  static JsonObject created(Device device, String secret) {
    return json(device, Optional.empty(), Optional.of(secret), device.challenge());
  }

  /** To the device itself, which shows its challenge to whoever stands in front of it. */
  static JsonObject toItself(Device device, Optional<String> ownerNick) {
    return json(device, ownerNick, Optional.empty(), device.challenge());
  }

  /** To everybody else. */
  static JsonObject toOthers(Device device, Optional<String> ownerNick) {
    return json(device, ownerNick, Optional.empty(), Optional.empty());
  }

  private static JsonObject json(
      Device device,
      Optional<String> ownerNick,
      Optional<String> secret,
      Optional<String> challenge) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("id", device.id().hex())
            .put("prn", device.prn().text())
            .put("nick", device.nick())
            .put("owner", device.owner().map(Prn::text).orElse(""));
    ownerNick.ifPresent(nick -> json.put("owner-nick", nick));
    secret.ifPresent(text -> json.put("secret", text));
    json.put("time-created", Times.wire(device.created()))
        .put("time-modified", Times.wire(device.modified()));
    challenge.ifPresent(text -> json.put("challenge", text));
    return json.put("public", device.isPublic())
        .put("user-meta", JsonObject.EMPTY)
        .put("device-meta", JsonObject.EMPTY)
        .put("garbage", device.hidden())
        .put("mark_public_processed", false)
        .build();
  }
}
