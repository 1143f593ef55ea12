package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.events.Events;
import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.Call;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.hub.web.Scope.Need;
import java.util.List;

/** What happened to a device ({@code docs/formats/hub.md}, Events). */
public final class DeviceEventRoutes {
  private final DeviceAccess access;
  private final Events events;

  public DeviceEventRoutes(Devices devices, Events events) {
    this.access = new DeviceAccess(devices);
    this.events = events;
  }

  public List<Route> list() {
    return List.of(
        Route.get(
            "/firmtrail/v1/devices/{id}/events",
            Access.ANY_TOKEN,
            Need.READ_DEVICES,
            this::events));
  }

  private Answer events(Call call) {
    List<String> shown = events.list(access.past(call).prn(), call.from());
    return Answer.okWritten("[" + String.join(",", shown) + "]");
  }
}
