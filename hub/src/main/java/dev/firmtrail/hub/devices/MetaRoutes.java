package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.Call;
import dev.firmtrail.hub.web.Method;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.hub.web.Scope.Need;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.util.List;

/** The metadata of devices ({@code docs/formats/hub.md}, Metadata). */
public final class MetaRoutes {
  private static final String USER = "/devices/{id}/user-meta";
  private static final String DEVICE = "/devices/{id}/device-meta";

  private static final JsonObject OK = JsonObject.builder().put("status", "ok").build();

  private final DeviceAccess access;
  private final Metas metas;
  private final PollMemory memory;

  public MetaRoutes(Devices devices, Metas metas, PollMemory memory) {
    this.access = new DeviceAccess(devices);
    this.metas = metas;
    this.memory = memory;
  }

  public List<Route> list() {
    return List.of(
        Route.get(USER, Access.ANY_TOKEN, Need.READ_DEVICES, memory.remembering(this::user)),
        write(Method.PUT, USER, Access.ANY_TOKEN, this::replaceUser),
        write(Method.PATCH, USER, Access.ANY_TOKEN, this::mergeUser),
        write(Method.PUT, DEVICE, Access.DEVICE, this::replaceDevice),
        write(Method.PATCH, DEVICE, Access.DEVICE, this::mergeDevice));
  }

  private static Route write(Method method, String path, Access who, Route.Handler handler) {
    return new Route(method, path, who, Need.WRITE_DEVICES, Route.SMALL_BODY, handler);
  }

  private Answer user(Call call) {
    return Answer.okWritten(JsonWriter.AS_BUILT.text(metas.told(access.own(call))));
  }

  private Answer replaceUser(Call call) throws IOException {
    Device device = writable(call);
    return Answer.ok(
        metas.replace(device.id(), MetaKind.USER, call.json(), false, call.caller().prn()));
  }

  /** Answers the patch, which old clients print. */
  private Answer mergeUser(Call call) throws IOException {
    Device device = writable(call);
    JsonObject patch = call.json();
    metas.merge(device.id(), MetaKind.USER, patch, false, call.caller().prn());
    return Answer.ok(patch);
  }

  private Answer replaceDevice(Call call) throws IOException {
    Device device = writable(call);
    Call.Mended said = call.mended();
    metas.replace(device.id(), MetaKind.DEVICE, object(said), said.changed(), call.caller().prn());
    return Answer.ok(OK);
  }

  private Answer mergeDevice(Call call) throws IOException {
    Device device = writable(call);
    Call.Mended said = call.mended();
    metas.merge(device.id(), MetaKind.DEVICE, object(said), said.changed(), call.caller().prn());
    return Answer.ok(OK);
  }

  /** For its owner and itself; so strangers who register devices cannot fill the disk. */
  private Device writable(Call call) {
    Device device = access.own(call);
    if (device.owner().isEmpty()) {
      throw Refusal.forbidden(
          "nobody has claimed this device yet, so nobody could read its metadata");
    }
    return device;
  }

  private static JsonObject object(Call.Mended said) {
    if (said.json() instanceof JsonObject object) {
      return object;
    }
    throw Refusal.badRequest("metadata is a JSON object");
  }
}
