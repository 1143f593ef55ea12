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
  static JsonObject created(Device device, String secret, DeviceMetas metas) {
    return json(device, Optional.empty(), Optional.of(secret), device.challenge(), metas);
  }

  /** To the device itself, which shows its challenge to whoever stands in front of it. */
  static JsonObject toItself(Device device, Optional<String> ownerNick, DeviceMetas metas) {
    return json(device, ownerNick, Optional.empty(), device.challenge(), metas);
  }

  /** To everybody else; who is not its owner sees no metadata. */
  static JsonObject toOthers(Device device, Optional<String> ownerNick, DeviceMetas metas) {
    return json(device, ownerNick, Optional.empty(), Optional.empty(), metas);
  }

  private static JsonObject json(
      Device device,
      Optional<String> ownerNick,
      Optional<String> secret,
      Optional<String> challenge,
      DeviceMetas metas) {
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
        .put("user-meta", metas.user())
        .put("device-meta", metas.device())
        .put("garbage", device.hidden())
        .put("mark_public_processed", false)
        .build();
  }
}
