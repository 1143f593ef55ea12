package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.accounts.Account;
import dev.firmtrail.hub.accounts.Accounts;
import dev.firmtrail.hub.devices.Device;
import dev.firmtrail.hub.devices.Devices;
import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.ApiUrl;
import dev.firmtrail.hub.web.Call;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.hub.web.Scope.Need;
import dev.firmtrail.state.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/**
 * The addresses that people know: {@code /USER/DEVICE} and its revisions ({@code
 * docs/formats/hub.md}, Repositories).
 */
final class RepositoryRoutes {
  private static final String HEAD = "/{user}/{device}";
  private static final List<String> STEPS = List.of(HEAD + "/{rev}", HEAD + "/steps/{rev}");

  private final Accounts accounts;
  private final Devices devices;
  private final Trails trails;
  private final TrailAccess access;
  private final ApiUrl api;

  RepositoryRoutes(
      Accounts accounts, Devices devices, Trails trails, TrailAccess access, ApiUrl api) {
    this.accounts = accounts;
    this.devices = devices;
    this.trails = trails;
    this.access = access;
    this.api = api;
  }

  List<Route> list() {
    Stream<Route> heads =
        Stream.of(
            read(HEAD + "/.pvrremote", this::headRemote),
            read(
                HEAD,
                call -> {
                  Trail trail = trail(call);
                  return describe(call, trail, newest(trail));
                }));
    Stream<Route> steps =
        STEPS.stream()
            .flatMap(path ->
                Stream.of(
                    read(path + "/.pvrremote", this::stepRemote),
                    read(
                        path,
                        call -> {
                          Trail trail = trail(call);
                          return describe(call, trail, access.step(call, trail));
                        })));
    return Stream.concat(heads, steps).toList();
  }

  private static Route read(String path, Route.Handler handler) {
    return Route.get(path, Access.ANY_TOKEN, Need.READ_TRAILS, handler);
  }

  private Answer headRemote(Call call) {
    Trail trail = trail(call);
    return PvrRemote.head(api, trail, newest(trail));
  }

  private Answer stepRemote(Call call) {
    Trail trail = trail(call);
    return PvrRemote.at(api, trail, access.step(call, trail));
  }

  private Step newest(Trail trail) {
    return trails.newest(trail.device().id());
  }

  /** For whoever opens the address itself: what it is and how to get it. */
  private Answer describe(Call call, Trail trail, Step step) {
    String repository = api.of("/" + call.path("user") + "/" + call.path("device"));
    return Answer.ok(
        JsonObject.builder()
            .put("user", call.path("user"))
            .put("device", trail.device().nick())
            .put("trail-id", trail.id())
            .put("rev", step.rev())
            .put("state-sha", step.stateId().hex())
            .put("clone", "pvr clone " + repository + "/steps/" + step.rev())
            .build());
  }

  private Trail trail(Call call) {
    return accounts
        .byNick(call.path("user"))
        .map(Account::prn)
        .flatMap(owner -> devices.byNick(owner, call.path("device")))
        .filter(device -> device.isReadableBy(call.caller()))
        .map(Device::id)
        .flatMap(trails::find)
        .orElseThrow(Device::noAccess);
  }
}
