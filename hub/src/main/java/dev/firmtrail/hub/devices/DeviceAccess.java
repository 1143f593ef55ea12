package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.Call;
import java.util.Optional;

/**
 * Finds the device that a path names by id, or by nick among those of the caller's owner. What a
 * caller may not see and what does not exist are refused in the same words.
 */
public final class DeviceAccess {
  private final Devices devices;

  public DeviceAccess(Devices devices) {
    this.devices = devices;
  }

  /** The device that calls, as it is now: its token may be from before it was claimed. */
  public Device itself(Call call) {
    return Prn.deviceId(call.caller().prn().text())
        .flatMap(devices::byId)
        .orElseThrow(Device::noAccess);
  }

  /** The device under {@code {id}}, for its owner and for itself. */
  public Device own(Call call) {
    return find(call)
        .filter(device -> device.isWritableBy(call.caller()))
        .orElseThrow(Device::noAccess);
  }

  /** The device under {@code {id}}, hidden or not, for those who may see its history. */
  public Device past(Call call) {
    return find(call)
        .filter(device -> device.tellsHistoryTo(call.caller()))
        .orElseThrow(Device::noAccess);
  }

  /** The device under {@code {id}}, for its owner alone. */
  public Device owned(Call call) {
    return find(call)
        .filter(device -> device.isOwnedBy(call.caller()))
        .orElseThrow(Device::noAccess);
  }

  /** The device under {@code {id}}, by id, or by nick among those that nobody has claimed. */
  Device claimable(Call call) {
    String text = call.path("id");
    Optional<HubId> id = HubId.parse(text);
    return (id.isPresent() ? devices.byId(id.get()) : devices.unclaimed(text))
        .orElseThrow(Device::noAccess);
  }

  private Optional<Device> find(Call call) {
    String text = call.path("id");
    Optional<HubId> id = HubId.parse(text);
    return id.isPresent()
        ? devices.byId(id.get())
        : call.caller().namespace().flatMap(owner -> devices.byNick(owner, text));
  }
}
