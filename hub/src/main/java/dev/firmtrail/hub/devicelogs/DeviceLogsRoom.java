package dev.firmtrail.hub.devicelogs;

import dev.firmtrail.hub.devices.Devices;
import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.hub.web.Seal;
import dev.firmtrail.hub.web.Throttle.Rate;
import java.time.InstantSource;
import java.util.List;

/** Everything about the logs of devices, wired. */
public final class DeviceLogsRoom {
  private final List<Route> routes;

  /**
   * @param cursors seals the places from which readers go on
   * @param rate of KiB of lines that one device logs
   */
  public DeviceLogsRoom(
      Database database, Devices devices, Seal cursors, Rate rate, InstantSource clock) {
    this.routes =
        new LogRoutes(new LogLines(database, rate, clock), new LogCursors(cursors, clock), devices)
            .list();
  }

  public List<Route> routes() {
    return routes;
  }
}
