package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.Call;
import dev.firmtrail.hub.web.Method;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.hub.web.Scope.Need;
import dev.firmtrail.state.json.JsonObject;
import java.util.List;

/** Ownership by a TLS client certificate ({@code docs/formats/hub.md}, Ownership). */
final class OwnershipRoutes {
  private static final JsonObject COMPLETED =
      JsonObject.builder().put("status", "completed").build();

  private final DeviceAccess access;
  private final Ownerships ownerships;

  OwnershipRoutes(Devices devices, Ownerships ownerships) {
    this.access = new DeviceAccess(devices);
    this.ownerships = ownerships;
  }

  List<Route> list() {
    return List.of(
        new Route(
            Method.POST,
            "/devices/{id}/ownership/validate",
            Access.DEVICE,
            Need.WRITE_DEVICES,
            Route.NO_BODY,
            this::validate));
  }

  private Answer validate(Call call) {
    ownerships.validate(access.own(call), call.clientCertificates());
    return Answer.ok(COMPLETED);
  }
}
