package dev.firmtrail.hub.devicelogs;

import dev.firmtrail.hub.devices.Device;
import dev.firmtrail.hub.devices.DeviceAccess;
import dev.firmtrail.hub.devices.Devices;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.Call;
import dev.firmtrail.hub.web.Method;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.hub.web.Scope.Need;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code /logs} ({@code docs/formats/hub.md}, Logs). */
final class LogRoutes {
  /** What published devices send at most. */
  private static final long POST_BODY = 256 * 1024;

  private static final String PATH = "/logs";
  private static final String OF_CURSOR = PATH + "/cursor";
  private static final String NEXT_CURSOR = "next-cursor";

  private final LogLines lines;
  private final LogCursors cursors;
  private final Devices devices;
  private final DeviceAccess access;

  LogRoutes(LogLines lines, LogCursors cursors, Devices devices) {
    this.lines = lines;
    this.cursors = cursors;
    this.devices = devices;
    this.access = new DeviceAccess(devices);
  }

  List<Route> list() {
    return List.of(
        new Route(Method.POST, PATH, Access.DEVICE, Need.WRITE_DEVICES, POST_BODY, this::take),
        Route.get(PATH, Access.ACCOUNT, Need.READ_DEVICES, this::show),
        goOn(Method.GET),
        goOn(Method.POST));
  }

  private Route goOn(Method method) {
    return new Route(
        method, OF_CURSOR, Access.ACCOUNT, Need.READ_DEVICES, Route.SMALL_BODY, this::goOn);
  }

  private Answer take(Call call) throws IOException {
    Device device = access.itself(call);
    Prn owner =
        device
            .owner()
            .orElseThrow(
                () -> Refusal.forbidden("nobody could read the logs of a device without owner"));
    lines.add(device.id(), owner, LogLine.ofBody(call.mended().json()));
    return Answer.ok(JsonObject.builder().put("status", "ok").build());
  }

  private Answer show(Call call) {
    Prn owner = call.caller().prn();
    LogRequest request = LogRequest.of(call::query, owner, nick -> ofNick(owner, nick));
    LogLines.Page page = lines.page(request);
    if (page.entries().isEmpty() && !page.allSeen()) {
      throw Refusal.badRequest(
          "none of the first %d lines fits, and there are more: ask for a shorter time (after, before) or for fewer devices (dev)"
              .formatted(LogLines.MOST_LOOKED_AT));
    }
    boolean wantsCursor = call.query("cursor").filter(text -> !text.isEmpty()).isPresent();
    return answer(
        request.start(),
        page.entries(),
        wantsCursor ? Optional.of(cursors.of(request.goingOn(page.rest()))) : Optional.empty());
  }

  private Optional<HubId> ofNick(Prn owner, String nick) {
    return devices.byNick(owner, nick).map(Device::id);
  }

  /** Old clients go on at once, whatever they were given: an end is no error. */
  private Answer goOn(Call call) throws IOException {
    Prn owner = call.caller().prn();
    LogRequest request =
        call.optionalJson()
            .flatMap(body -> body.string(NEXT_CURSOR))
            .or(() -> call.query(NEXT_CURSOR))
            .filter(text -> !text.isEmpty())
            .flatMap(text -> cursors.read(text, owner))
            .orElseGet(() -> LogRequest.ofNothing(owner));
    LogLines.Page page = lines.page(request);
    return answer(0, page.entries(), Optional.of(cursors.of(request.goingOn(page.rest()))));
  }

  private static Answer answer(int start, List<LogEntry> entries, Optional<String> cursor) {
    JsonObject.Builder pager =
        JsonObject.builder()
            .put("start", start)
            .put("page", entries.size())
            .put("count", entries.size());
    cursor.ifPresent(text -> pager.put(NEXT_CURSOR, text));
    if (!entries.isEmpty()) {
      pager.put(
          "entries", new JsonArray(entries.stream().map(entry -> (Json) entry.json()).toList()));
    }
    return Answer.ok(pager.build());
  }
}
