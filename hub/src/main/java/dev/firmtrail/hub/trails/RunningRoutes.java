package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.devices.Device;
import dev.firmtrail.hub.devices.DeviceAccess;
import dev.firmtrail.hub.devices.Sighting;
import dev.firmtrail.hub.devices.Sightings;
import dev.firmtrail.hub.events.Evidence;
import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.Call;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.hub.web.Scope.Need;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What devices ran when ({@code docs/formats/hub.md}, What ran when). */
final class RunningRoutes {
  private final Database database;
  private final DeviceAccess access;
  private final Sightings sightings;
  private final InstantSource clock;

  RunningRoutes(Database database, DeviceAccess access, Sightings sightings, InstantSource clock) {
    this.database = database;
    this.access = access;
    this.sightings = sightings;
    this.clock = clock;
  }

  /** Where to ask about a device; below it are {@code /events} and {@code /running}. */
  static String of(HubId device) {
    return "/firmtrail/v1/devices/" + device;
  }

  List<Route> list() {
    return List.of(
        Route.get(
            "/firmtrail/v1/devices/{id}/running",
            Access.ANY_TOKEN,
            Need.READ_DEVICES,
            this::running));
  }

  private Answer running(Call call) {
    Device device = access.past(call);
    Instant at =
        call.query("at")
            .flatMap(Times::read)
            .orElseThrow(() ->
                Refusal.badRequest(
                    "at: a time with its zone is expected, such as 2026-05-03T14:03Z"));
    if (at.isAfter(clock.instant())) {
      throw Refusal.badRequest("at: this is yet to come");
    }
    return Answer.ok(database.read(handle -> document(handle, device, at)));
  }

  private JsonObject document(Handle handle, Device device, Instant at) {
    Optional<Instant> seen =
        sightings.newest(device.id(), Sighting.find(handle, device.id())).map(Sighting::at);
    JsonObject.Builder json =
        JsonObject.builder()
            .put("device", device.id().hex())
            .put("at", Times.wire(at))
            .put(
                "seen",
                seen.<Json>map(time -> Json.of(Times.wire(time))).orElse(Json.Literal.NULL));
    return switch (Running.at(handle, device.prn(), at, seen)) {
      case Running.Claimed(Evidence evidence) -> {
        Optional<String> state = state(handle, device.id(), evidence);
        yield state.isPresent()
            ? json.put("running", claimed(evidence, state.get())).build()
            : gap(
                json,
                new Running.Gap(
                    Running.Why.NO_SUCH_STEP,
                    Optional.of(evidence),
                    Optional.empty(),
                    Optional.empty()));
      }
      case Running.Gap gap -> gap(json, gap);
    };
  }

  /** The state of the step that a device claims to run, if its trail had such a step by then. */
  private static Optional<String> state(Handle handle, HubId trail, Evidence claim) {
    return handle
        .createQuery("SELECT state FROM steps WHERE trail = ? AND rev = ? AND created <= ?")
        .bind(0, trail.hex())
        .bind(1, claim.rev())
        .bind(2, Times.toMicros(claim.created()))
        .mapTo(String.class)
        .findOne();
  }

  private static JsonObject claimed(Evidence evidence, String state) {
    return JsonObject.builder()
        .put("strength", "claimed")
        .put("rev", evidence.rev().orElseThrow())
        .put("state", state)
        .put("evidence", json(evidence))
        .build();
  }

  private static JsonObject gap(JsonObject.Builder json, Running.Gap gap) {
    return json.put("running", Json.Literal.NULL)
        .put(
            "gap",
            JsonObject.builder()
                .put("why", gap.why().word())
                .put("before", orNull(gap.before()))
                .put("opened", orNull(gap.opened()))
                .put("after", orNull(gap.after()))
                .build())
        .build();
  }

  private static Json orNull(Optional<Evidence> evidence) {
    return evidence.<Json>map(RunningRoutes::json).orElse(Json.Literal.NULL);
  }

  private static JsonObject json(Evidence evidence) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("seq", evidence.seq())
            .put("kind", evidence.kind())
            .put("created", Times.wire(evidence.created()))
            .put("says", evidence.says());
    evidence.rev().ifPresent(rev -> json.put("rev", rev));
    return json.build();
  }
}
