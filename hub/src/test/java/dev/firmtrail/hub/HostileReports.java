package dev.firmtrail.hub;

import static dev.firmtrail.hub.HostileRequest.asking;

import java.util.List;

/** Rows of {@link HostileRequests}: what a device that was taken over reports. */
final class HostileReports {
  private static final String PATH = "/trails/{device}/steps/1/progress";

  private HostileReports() {}

  static List<HostileRequest> all() {
    return List.of(
        report("a report that is cut", "{\"status\":\"DONE", "{\"status\":\"DONE"),
        report(
            "a report with two ends", "{\"status\":\"DONE\",\"status\":\"ERROR\"}", "status twice"),
        report(
            "a report that is no text",
            "{\"status\":\"DONE\",\"logs\":\""
                + HostileWorld.latin((byte) 0xff).repeat(30_000)
                + "\"}",
            "30,000 bytes FF, each of which becomes three"),
        report(
            "a report that is too deep",
            "{\"status\":\"DONE\",\"data\":" + "[".repeat(450) + "]".repeat(450) + "}",
            "450 nested arrays in data"),
        report(
            "a report that grows",
            "{\"status\":\"DONE\",\"data\":[" + "1e4000,".repeat(100) + "1]}",
            "100 times 1e4000"),
        report(
            "a report of 70,000 bytes",
            "{\"status\":\"DONE\",\"logs\":\"" + "x".repeat(70_000) + "\"}",
            "a log of 70,000 bytes"),
        report(
            "a status that is a sentence", "{\"status\":\"" + "x".repeat(65) + "\"}", "65 bytes"),
        asking(
            "a moment with 400 digits of its second",
            "GET …/running?at=2026-05-03T14:03:00.000…",
            world ->
                world.request(
                    "GET",
                    "/firmtrail/v1/devices/{device}/running?at=2026-05-03T14:03:00."
                        + "0".repeat(400)
                        + "Z",
                    world.owner(),
                    "")),
        asking(
            "a report on another's step",
            "PUT …/steps/1/progress, by a device",
            world ->
                world.request("PUT", PATH, world.strangersDeviceToken(), "{\"status\":\"DONE\"}")),
        asking(
            "a step cancelled by another",
            "PUT …/steps/1/cancel",
            world ->
                world.request("PUT", "/trails/{device}/steps/1/cancel", world.stranger(), "")));
  }

  private static HostileRequest report(String name, String body, String shown) {
    return asking(name, shown, world -> world.request("PUT", PATH, world.deviceToken(), body));
  }
}
