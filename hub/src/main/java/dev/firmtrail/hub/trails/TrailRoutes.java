package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.devices.Device;
import dev.firmtrail.hub.devices.DeviceAccess;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.ApiUrl;
import dev.firmtrail.hub.web.Call;
import dev.firmtrail.hub.web.Method;
import dev.firmtrail.hub.web.Principal;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.hub.web.Scope.Need;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import java.io.IOException;
import java.util.List;

/** {@code /trails} without the steps ({@code docs/formats/hub.md}, Trails). */
final class TrailRoutes {
  private final Trails trails;
  private final TrailAccess access;
  private final StepPost post;
  private final DeviceAccess devices;
  private final ApiUrl api;

  TrailRoutes(Trails trails, TrailAccess access, StepPost post, DeviceAccess devices, ApiUrl api) {
    this.trails = trails;
    this.access = access;
    this.post = post;
    this.devices = devices;
    this.api = api;
  }

  List<Route> list() {
    return List.of(
        new Route(
            Method.POST,
            "/trails",
            Access.DEVICE,
            Need.WRITE_TRAILS,
            Route.STATE_BODY,
            this::begin),
        Route.get("/trails", Access.ANY_TOKEN, Need.READ_TRAILS, this::list),
        Route.get("/trails/summary", Access.ANY_TOKEN, Need.READ_TRAILS, this::summaries),
        Route.get(
            "/trails/{id}",
            Access.ANY_TOKEN,
            Need.READ_TRAILS,
            call -> Answer.ok(json(call, access.readable(call)))),
        Route.get("/trails/{id}/summary", Access.ANY_TOKEN, Need.READ_TRAILS, this::summary),
        Route.get("/trails/{id}/.pvrremote", Access.ANY_TOKEN, Need.READ_TRAILS, this::remote));
  }

  private Answer begin(Call call) throws IOException {
    State factory = NewStep.state(call.json());
    Device device = devices.itself(call);
    Prn owner =
        device
            .owner()
            .orElseThrow(() ->
                Refusal.forbidden("a device has a trail once it has an owner: claim it first"));
    post.begin(device.id(), owner, factory);
    return Answer.ok(json(call, trails.find(device.id()).orElseThrow()));
  }

  private Answer list(Call call) {
    Principal caller = call.caller();
    int offset = call.number("page[offset]", 0, 0, Integer.MAX_VALUE);
    int size = call.number("page[size]", Trails.MOST_LISTED, 1, Trails.MOST_LISTED);
    // A device has one trail or none yet; people have those of their devices.
    if (caller.kind() == Principal.Kind.DEVICE) {
      return Answer.ok(
          array(
              Prn.deviceId(caller.prn().text()).flatMap(trails::find).stream()
                  .map(trail -> json(call, trail))
                  .toList()));
    }
    return Answer.ok(
        array(
            trails.ownedBy(caller.prn(), offset, size).stream()
                .map(each -> TrailJson.trail(each.trail(), each.factory(), each.touched(), caller))
                .toList()));
  }

  private Answer summaries(Call call) {
    Principal caller = call.caller();
    List<TrailSummary> summaries =
        caller.kind() == Principal.Kind.DEVICE
            ? Prn.deviceId(caller.prn().text()).flatMap(trails::summary).stream().toList()
            : trails.summaries(caller.prn());
    return Answer.ok(array(summaries.stream().map(TrailJson::summary).toList()));
  }

  private Answer summary(Call call) {
    Trail trail = access.readable(call);
    TrailSummary summary = trails.summary(trail.device().id()).orElseThrow();
    return Answer.ok(
        TrailJson.summary(
            trail.device().isWritableBy(call.caller()) ? summary : summary.toStrangers()));
  }

  private Json json(Call call, Trail trail) {
    HubId id = trail.device().id();
    return TrailJson.trail(
        trail, trails.step(id, 0).orElseThrow(), trails.touched(id), call.caller());
  }

  private Answer remote(Call call) {
    Trail trail = access.readable(call);
    return PvrRemote.head(api, trail, trails.newest(trail.device().id()));
  }

  private static JsonArray array(List<? extends Json> items) {
    return new JsonArray(List.copyOf(items));
  }
}
