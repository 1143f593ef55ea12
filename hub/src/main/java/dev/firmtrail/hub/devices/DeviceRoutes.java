package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.accounts.Account;
import dev.firmtrail.hub.accounts.Accounts;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.Call;
import dev.firmtrail.hub.web.Method;
import dev.firmtrail.hub.web.Principal;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.hub.web.Scope.Need;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** {@code /devices} ({@code docs/formats/hub.md}, Devices). */
public final class DeviceRoutes {
  private static final String JOIN_TOKEN = "Pantahub-Devices-Auto-Token-V1";

  private static final List<String> FIXED =
      List.of("id", "prn", "owner", "challenge", "public", "garbage");

  private final Devices devices;
  private final Accounts accounts;
  private final DeviceAccess access;

  public DeviceRoutes(Devices devices, Accounts accounts) {
    this.devices = devices;
    this.accounts = accounts;
    this.access = new DeviceAccess(devices);
  }

  public List<Route> list() {
    return List.of(
        new Route(
            Method.POST,
            "/devices",
            Access.OPTIONAL_TOKEN,
            Need.WRITE_DEVICES,
            Route.SMALL_BODY,
            this::create),
        Route.get("/devices", Access.ANY_TOKEN, Need.READ_DEVICES, this::list),
        // Before all that begin with an id.
        Route.get(
            "/devices/np/{user}/{device}",
            Access.ANY_TOKEN,
            Need.READ_DEVICES,
            call -> show(call, byNicks(call))),
        Route.get(
            "/devices/{id}", Access.ANY_TOKEN, Need.READ_DEVICES, call -> show(call, find(call))),
        new Route(
            Method.PUT,
            "/devices/{id}",
            Access.ANY_TOKEN,
            Need.WRITE_DEVICES,
            Route.SMALL_BODY,
            this::put),
        new Route(
            Method.DELETE,
            "/devices/{id}",
            Access.ACCOUNT,
            Need.WRITE_DEVICES,
            Route.NO_BODY,
            this::hide),
        new Route(
            Method.PATCH,
            "/devices/{id}",
            Access.ANY_TOKEN,
            Need.WRITE_DEVICES,
            Route.SMALL_BODY,
            this::rename),
        new Route(
            Method.PUT,
            "/devices/{id}/public",
            Access.ACCOUNT,
            Need.WRITE_DEVICES,
            Route.SMALL_BODY,
            call -> publish(call, true)),
        new Route(
            Method.DELETE,
            "/devices/{id}/public",
            Access.ACCOUNT,
            Need.WRITE_DEVICES,
            Route.SMALL_BODY,
            call -> publish(call, false)));
  }

  private Answer create(Call call) throws IOException {
    if (call.header("User-Agent").filter(agent -> !agent.isBlank()).isEmpty()) {
      throw Refusal.forbidden("Incompatible Client; upgrade pantavisor");
    }
    Optional<Principal> caller = call.optionalCaller();
    if (caller.filter(who -> who.anonymous() || who.kind() != Principal.Kind.USER).isPresent()) {
      throw Refusal.forbidden("only an account can own a device: log in");
    }
    if (caller.isEmpty() && call.header(JOIN_TOKEN).isPresent()) {
      throw Refusal.badRequest("the join token is not known");
    }
    Devices.Created created =
        devices.create(caller.map(Principal::prn), NewDevice.of(call.optionalJson()));
    return Answer.ok(DeviceJson.created(created.device(), created.secret()));
  }

  private Answer list(Call call) {
    Principal caller = call.caller();
    Optional<String> ownerNick = call.query("owner-nick");
    Predicate<Device> wanted =
        call.query("nick").map(DeviceRoutes::nickFilter).orElse(device -> true);
    Stream<Device> found;
    if (caller.kind() == Principal.Kind.DEVICE) {
      found = Prn.deviceId(caller.prn().text()).flatMap(devices::byId).stream();
    } else {
      Optional<Prn> owner =
          ownerNick.isPresent()
              ? ownerNick.flatMap(accounts::byNick).map(Account::prn)
              : Optional.of(caller.prn());
      found = owner.stream().flatMap(prn -> devices.ownedBy(prn).stream());
    }
    List<Json> shown =
        found
            .filter(device -> device.isReadableBy(caller))
            .filter(wanted)
            .map(device -> (Json) DeviceJson.toOthers(device, Optional.empty()))
            .toList();
    return Answer.ok(new JsonArray(shown));
  }

  /** As published: {@code ^text} begins with, in any case; {@code !text} is not; else is. */
  private static Predicate<Device> nickFilter(String filter) {
    if (filter.startsWith("^")) {
      String prefix = filter.substring(1).toLowerCase(Locale.ROOT);
      return device -> device.nick().toLowerCase(Locale.ROOT).startsWith(prefix);
    }
    return filter.startsWith("!")
        ? device -> !device.nick().equals(filter.substring(1))
        : device -> device.nick().equals(filter);
  }

  private Answer show(Call call, Device device) {
    Principal caller = call.caller();
    if (!device.isReadableBy(caller)) {
      throw Device.noAccess();
    }
    Optional<String> ownerNick = device.owner().flatMap(accounts::byPrn).map(Account::nick);
    return Answer.ok(
        caller.isDevice(device.id())
            ? DeviceJson.toItself(device, ownerNick)
            : DeviceJson.toOthers(device, ownerNick));
  }

  /** An id, or the nick of a device of the caller or of another owner. */
  private Device find(Call call) {
    String text = call.path("id");
    Optional<HubId> id = HubId.parse(text);
    if (id.isPresent()) {
      return devices.byId(id.get()).orElseThrow(Device::noAccess);
    }
    Optional<String> ownerNick = call.query("owner-nick");
    Optional<Prn> owner =
        ownerNick.isPresent()
            ? ownerNick.flatMap(accounts::byNick).map(Account::prn)
            : call.caller().namespace();
    return owner
        .flatMap(prn -> devices.byNick(prn, text))
        .filter(device -> device.isReadableBy(call.caller()))
        .orElseThrow(() -> Refusal.badRequest("no device of this nick"));
  }

  private Device byNicks(Call call) {
    return accounts
        .byNick(call.path("user"))
        .flatMap(owner -> devices.byNick(owner.prn(), call.path("device")))
        .orElseThrow(Device::noAccess);
  }

  /** As published, one call for two things: a challenge claims, a document changes. */
  private Answer put(Call call) throws IOException {
    Optional<String> query = call.query("challenge");
    Optional<String> challenge = query.isPresent() ? query : call.form("challenge");
    if (challenge.isPresent()) {
      return claim(call, challenge.get());
    }
    Device device = access.own(call);
    JsonObject body = call.json();
    refuseToChange(device, body);
    return change(call, device, NewDevice.of(Optional.of(body)));
  }

  private Answer claim(Call call, String challenge) {
    Principal caller = call.caller();
    if (caller.anonymous() || caller.kind() != Principal.Kind.USER) {
      throw Device.noAccess();
    }
    Device claimed = devices.claim(access.claimable(call), challenge, caller.prn());
    return Answer.ok(DeviceJson.toOthers(claimed, Optional.empty()));
  }

  /** A client may send back all that it read; what is not for this call must be as it is. */
  private static void refuseToChange(Device device, JsonObject body) {
    JsonObject now = DeviceJson.toOthers(device, Optional.empty());
    for (String fixed : FIXED) {
      Optional<Json> said = body.get(fixed);
      if (said.isPresent() && !said.equals(now.get(fixed))) {
        throw Refusal.forbidden(fixed + ": this call changes nick and secret alone");
      }
    }
  }

  private Answer rename(Call call) throws IOException {
    Device device = access.own(call);
    String nick =
        NewDevice.nick(call.json())
            .orElseThrow(() -> Refusal.badRequest("nick: the new one is expected"));
    return change(call, device, new NewDevice(Optional.of(nick), Optional.empty()));
  }

  private Answer change(Call call, Device device, NewDevice wish) {
    return Answer.ok(
        DeviceJson.toOthers(devices.change(device, wish, call.caller().prn()), Optional.empty()));
  }

  private Answer hide(Call call) {
    Device device = access.owned(call);
    return Answer.ok(
        DeviceJson.toOthers(
            devices.hide(device, call.why(), call.caller().prn()), Optional.empty()));
  }

  private Answer publish(Call call, boolean isPublic) {
    Device device = access.owned(call);
    return Answer.ok(
        DeviceJson.toOthers(
            devices.setPublic(device, isPublic, call.caller().prn()), Optional.empty()));
  }
}
