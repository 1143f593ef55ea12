package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.devices.Device;
import dev.firmtrail.hub.store.Prn;
import java.time.Instant;

/**
 * A device's trail, with who may see it now.
 *
 * @param owner whose objects its states refer to
 */
record Trail(Device device, Prn owner, Instant created) {
  String id() {
    return device.id().hex();
  }
}
