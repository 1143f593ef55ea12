package dev.firmtrail.hub.signatures;

import dev.firmtrail.hub.audit.Actor;
import dev.firmtrail.hub.devices.Device;
import dev.firmtrail.hub.devices.DeviceAccess;
import dev.firmtrail.hub.devices.Devices;
import dev.firmtrail.hub.signatures.GoverningPolicy.From;
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
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and sets policies ({@code docs/formats/hub.md}, Signature policies). */
final class PolicyRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyRoutes.class);

  /** Room for a public trust store and the revocation lists of a few authorities. */
  private static final long POLICY_BODY = 512 * 1024;

  private static final String OF_DEVICE = "/firmtrail/v1/devices/{id}/signature-policy";
  private static final String OF_ACCOUNT = "/firmtrail/v1/account/signature-policy";
  private static final String HISTORY = "/history";

  private final Policies policies;
  private final DeviceAccess access;

  PolicyRoutes(Policies policies, Devices devices) {
    this.policies = policies;
    this.access = new DeviceAccess(devices);
  }

  List<Route> list() {
    return List.of(
        Route.get(OF_DEVICE, Access.ANY_TOKEN, Need.READ_DEVICES, this::ofDevice),
        set(OF_DEVICE, this::setForDevice),
        Route.get(OF_DEVICE + HISTORY, Access.ANY_TOKEN, Need.READ_DEVICES, this::deviceHistory),
        Route.get(
            OF_ACCOUNT,
            Access.ACCOUNT,
            Need.READ_DEVICES,
            call -> Answer.ok(policies.ofAccount(call.caller().prn()).json())),
        set(OF_ACCOUNT, this::setForAccount),
        Route.get(
            OF_ACCOUNT + HISTORY,
            Access.ACCOUNT,
            Need.READ_DEVICES,
            call -> history(call, call.caller().prn())));
  }

  private static Route set(String path, Route.Handler handler) {
    return new Route(Method.PUT, path, Access.ACCOUNT, Need.WRITE_DEVICES, POLICY_BODY, handler);
  }

  private Answer ofDevice(Call call) {
    Device device = access.own(call);
    return Answer.ok(policies.governing(device.prn(), device.owner()).json());
  }

  private Answer deviceHistory(Call call) {
    return history(call, access.past(call).prn());
  }

  private Answer setForDevice(Call call) throws IOException {
    Device device = access.owned(call);
    return added(call, device.prn(), SignaturePolicy.wished(call.json()), From.DEVICE);
  }

  private Answer setForAccount(Call call) throws IOException {
    SignaturePolicy wish = SignaturePolicy.wished(call.json());
    if (wish.mode() == PolicyMode.INHERIT) {
      throw Refusal.badRequest(
          "mode: an account has nobody to inherit from; accept is the default");
    }
    return added(call, call.caller().prn(), wish, From.ACCOUNT);
  }

  private Answer added(Call call, Prn subject, SignaturePolicy wish, From from) {
    PolicyEvent event = policies.add(subject, wish, Actor.of(call));
    LOG.atInfo()
        .addKeyValue("subject", subject.text())
        .addKeyValue("seq", event.seq())
        .addKeyValue("mode", wish.mode().word())
        .addKeyValue("who", event.who().text())
        .log("signature policy set");
    return Answer.ok(event.json(Optional.of(from.word())));
  }

  private Answer history(Call call, Prn subject) {
    List<Json> events =
        policies.history(subject, call.from()).stream()
            .map(event -> (Json) event.json(Optional.empty()))
            .toList();
    return Answer.ok(new JsonArray(events));
  }
}
