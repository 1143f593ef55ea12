package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.hub.usage.Bounds;
import dev.firmtrail.hub.usage.Usage;
import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.Call;
import dev.firmtrail.hub.web.Principal;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.hub.web.Scope.Need;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonNumber;
import dev.firmtrail.state.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** What an owner has, on one page ({@code docs/formats/hub.md}, Overview). */
final class DashRoutes {
  private static final int MOST_DEVICES = 5;
  private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);

  private final Trails trails;
  private final Usage usage;

  DashRoutes(Trails trails, Usage usage) {
    this.trails = trails;
    this.usage = usage;
  }

  List<Route> list() {
    return List.of(Route.get("/dash", Access.ANY_TOKEN, Need.READ_TRAILS, this::dash));
  }

  private Answer dash(Call call) {
    Principal caller = call.caller();
    Prn prn = caller.prn();
    Usage.Counts has = usage.of(prn);
    Bounds most = usage.bounds();
    JsonObject stats =
        JsonObject.builder()
            .put("OBJECTS", stat("OBJECTS", gib(has.bytes()), gib(most.accountBytes()), "GiB"))
            .put("BANDWIDTH", stat("BANDWIDTH", "0", "0", "GiB"))
            .put(
                "DEVICES",
                stat(
                    "DEVICES",
                    Long.toString(has.devices()),
                    Long.toString(most.accountDevices()),
                    "Piece"))
            .build();
    List<Json> top =
        trails.summaries(prn).stream()
            .limit(MOST_DEVICES)
            .map(summary -> (Json) device(summary))
            .toList();
    return Answer.ok(
        JsonObject.builder()
            .put("prn", prn.text())
            .put("nick", caller.nick())
            .put(
                "subscription",
                JsonObject.builder()
                    .put("plan-id", "")
                    .put(
                        "billing",
                        JsonObject.builder()
                            .put("Type", "")
                            .put("AmountDue", 0)
                            .put("Currency", "")
                            .put("VatRegion", "")
                            .build())
                    .put("quota-stats", stats)
                    .build())
            .put("top-devices", new JsonArray(top))
            .build());
  }

  private static String gib(long bytes) {
    return BigDecimal.valueOf(bytes).divide(GIB, 2, RoundingMode.HALF_UP).toPlainString();
  }

  private static JsonObject stat(String name, String actual, String most, String unit) {
    return JsonObject.builder()
        .put("Name", name)
        .put("Actual", JsonNumber.parse(actual))
        .put("Max", JsonNumber.parse(most))
        .put("Unit", unit)
        .build();
  }

  private static JsonObject device(TrailSummary summary) {
    StepStanding standing = summary.standing();
    HubId id = summary.device();
    return JsonObject.builder()
        .put("device-id", id.hex())
        .put("nick", summary.nick())
        .put("prn", Prn.ofDevice(id).text())
        .put("message", standing.progress().string("status-msg").orElse(""))
        .put("type", "INFO")
        .put("status", standing.status())
        .put("last-activity", Times.wire(summary.touched()))
        .build();
  }
}
