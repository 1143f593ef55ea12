package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.accounts.Account;
import dev.firmtrail.hub.accounts.Accounts;
import dev.firmtrail.hub.audit.Actor;
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
import dev.firmtrail.hub.web.Throttle;
import dev.firmtrail.hub.web.Throttle.Rate;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** {@code /devices} ({@code docs/formats/hub.md}, Devices). */
public final class DeviceRoutes {
  private static final String JOIN_TOKEN = "Pantahub-Devices-Auto-Token-V1";

  /** From one network: a fleet that is switched on for the first time, behind one address. */
  private static final Rate REGISTRATIONS = new Rate(5_000, Duration.ofMillis(200));

  private static final List<String> FIXED =
      List.of("id", "prn", "owner", "challenge", "public", "garbage");

  private final Devices devices;
  private final JoinTokens joinTokens;
  private final Accounts accounts;
  private final Metas metas;
  private final PollMemory memory;
  private final DeviceAccess access;
  private final Throttle registrations;
  private final ClaimGuesses guesses;

  public DeviceRoutes(
      Devices devices,
      JoinTokens joinTokens,
      Accounts accounts,
      Metas metas,
      PollMemory memory,
      InstantSource clock) {
    this.devices = devices;
    this.joinTokens = joinTokens;
    this.accounts = accounts;
    this.metas = metas;
    this.memory = memory;
    this.access = new DeviceAccess(devices);
    this.registrations = new Throttle(REGISTRATIONS, clock);
    this.guesses = new ClaimGuesses(clock);
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
            "/devices/{id}",
            Access.ANY_TOKEN,
            Need.READ_DEVICES,
            memory.remembering(call -> show(call, find(call)))),
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
    if (caller.isEmpty()) {
      registrations.take(
          call.address().network(),
          "too many devices came from this network; Retry-After says how many seconds to wait");
    }
    Optional<String> joinToken = call.header(JOIN_TOKEN);
    Devices.Created created =
        devices.create(
            NewDevice.of(call.optionalJson()),
            handle -> beginning(handle, caller.map(Principal::prn), joinToken));
    Device device = created.device();
    return Answer.ok(DeviceJson.created(device, created.secret(), metas.of(device)));
  }

  /** Who says who it is owns the device; a join token is for those who do not. */
  private Beginning beginning(Handle handle, Optional<Prn> account, Optional<String> joinToken) {
    return account
        .map(Beginning::by)
        .or(() -> joinToken.map(token -> joinTokens.beginning(handle, token)))
        .orElseGet(Beginning::alone);
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
    List<Device> readable =
        found.filter(device -> device.isReadableBy(caller)).filter(wanted).toList();
    Map<HubId, DeviceMetas> known =
        metas.of(
            readable.stream()
                .filter(device -> device.isWritableBy(caller))
                .map(Device::id)
                .toList());
    return Answer.ok(
        new JsonArray(
            readable.stream()
                .map(device ->
                    (Json)
                        DeviceJson.toOthers(
                            device,
                            Optional.empty(),
                            known.getOrDefault(device.id(), DeviceMetas.NONE)))
                .toList()));
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
    DeviceMetas shown = device.tellsHistoryTo(caller) ? metas.of(device) : DeviceMetas.NONE;
    if (!caller.isDevice(device.id())) {
      return Answer.ok(DeviceJson.toOthers(device, ownerNick, shown));
    }
    JsonObject toItself = DeviceJson.toItself(device, ownerNick, shown);
    // A device asks every few seconds whether it was claimed. Once it is, what it says of itself is
    // in the answer as well, and is not remembered.
    return device.owner().isEmpty()
        ? Answer.okWritten(JsonWriter.AS_BUILT.text(toItself))
        : Answer.ok(toItself);
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
    Actor claimer = Actor.of(call);
    Device claimed =
        guesses.guess(
            claimer.who(),
            call.path("id"),
            () -> devices.claim(access.claimable(call), challenge, claimer));
    return changed(claimed);
  }

  /** A client may send back all that it read; what is not for this call must be as it is. */
  private static void refuseToChange(Device device, JsonObject body) {
    JsonObject now = DeviceJson.toOthers(device, Optional.empty(), DeviceMetas.NONE);
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
    return changed(devices.change(device, wish, Actor.of(call)));
  }

  private Answer hide(Call call) {
    return changed(devices.hide(access.owned(call), call.why(), Actor.of(call)));
  }

  private Answer publish(Call call, boolean isPublic) {
    Device device = access.owned(call);
    return changed(devices.setPublic(device, isPublic, Actor.of(call)));
  }

  /** To who may change it. */
  private Answer changed(Device device) {
    return Answer.ok(DeviceJson.toOthers(device, Optional.empty(), metas.of(device)));
  }
}
