package dev.firmtrail.hub;

import static dev.firmtrail.hub.HostileRequest.asking;

import java.util.List;

/** Rows of {@link HostileRequests}: metadata that a device or its owner should not have sent. */
final class HostileMetas {
  private static final String USER = "/devices/{device}/user-meta";
  private static final String DEVICE = "/devices/{device}/device-meta";

  private HostileMetas() {}

  static List<HostileRequest> all() {
    StringBuilder many = new StringBuilder("{\"n\":0");
    for (int i = 0; i < 1000; i++) {
      many.append(",\"n").append(i).append("\":0");
    }
    return List.of(
        device("metadata with a name twice", "{\"a\":1,\"a\":2}", "{\"a\":1,\"a\":2}"),
        device("metadata that is a list", "[{\"a\":1}]", "[{\"a\":1}]"),
        device("metadata of 1,001 members", many + "}", "n, n0 to n999"),
        device("a member without a name", "{\"\":1}", "{\"\":1}"),
        device("a long name of a member", "{\"" + "n".repeat(256) + "\":1}", "256 bytes"),
        device(
            "metadata that is too deep",
            "{\"a\":" + "[".repeat(450) + "]".repeat(450) + "}",
            "450 nested arrays"),
        device("metadata that grows", "{\"a\":[" + "1e4000,".repeat(20) + "1]}", "20 times 1e4000"),
        device(
            "metadata that is no text",
            "{\"a\":\"" + HostileWorld.latin((byte) 0xff).repeat(30_000) + "\"}",
            "30,000 bytes FF, each of which becomes three"),
        device("metadata of 70,000 bytes", "{\"a\":\"" + "x".repeat(70_000) + "\"}", "70,000 x"),
        asking(
            "half a letter for a device",
            "PUT …/user-meta {\"a\":\"\\ud800\"}",
            world -> world.request("PUT", USER, world.owner(), "{\"a\":\"\\ud800\"}")),
        asking(
            "words for another's device",
            "PATCH …/user-meta",
            world -> world.request("PATCH", USER, world.stranger(), "{\"a\":1}")),
        asking(
            "words of another's device",
            "PUT …/device-meta, by a device",
            world -> world.request("PUT", DEVICE, world.strangersDeviceToken(), "{\"a\":1}")),
        asking(
            "an owner who speaks for the device",
            "PUT …/device-meta, by its owner",
            world -> world.request("PUT", DEVICE, world.owner(), "{\"a\":1}")));
  }

  private static HostileRequest device(String name, String body, String shown) {
    return asking(name, shown, world -> world.request("PUT", DEVICE, world.deviceToken(), body));
  }
}
