package dev.firmtrail.hub;

import static dev.firmtrail.hub.HostileRequest.asking;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

/** Rows of {@link HostileRequests}: signature policies, and steps that should pass for signed. */
final class HostilePolicies {
  private static final String OF_DEVICE = "/firmtrail/v1/devices/{device}/signature-policy";
  private static final String ACCEPT = "{\"mode\":\"accept\"}";

  private HostilePolicies() {}

  static List<HostileRequest> all() {
    return Stream.concat(policies(), steps()).toList();
  }

  private static Stream<HostileRequest> policies() {
    return Stream.of(
        asking(
            "another's signature policy",
            "GET …/signature-policy/history",
            world -> world.request("GET", OF_DEVICE + "/history", world.stranger(), "")),
        asking(
            "a signature policy for another's device",
            "PUT …/signature-policy",
            world -> world.request("PUT", OF_DEVICE, world.stranger(), ACCEPT)),
        asking(
            "a signature policy by the device itself",
            "the same, by a device that somebody took over",
            world -> world.request("PUT", OF_DEVICE, world.deviceToken(), ACCEPT)),
        set(
            "a policy with a rule that nobody knows",
            "{\"mode\":\"accept\",\"until\":\"…\"}",
            "{\"mode\":\"accept\",\"until\":\"2030\"}"),
        set("a policy without roots", "{\"mode\":\"strict\"}", "{\"mode\":\"strict\"}"),
        set(
            "a policy with a private key",
            "a key behind the certificate",
            policy(Signed.pem("ec-ca.crt.pem") + Signed.pem("ec-ca.key.pem"))),
        set(
            "a certificate that is none",
            "zeros in PEM",
            policy("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")),
        set("a policy that is too large", "600,000 bytes", policy("x".repeat(600_000))));
  }

  private static HostileRequest set(String name, String shown, String body) {
    return asking(name, shown, world -> world.request("PUT", OF_DEVICE, world.owner(), body));
  }

  private static String policy(String roots) {
    return JsonWriter.COMPACT.text(Signed.with(Signed.policy("strict"), "roots", Json.of(roots)));
  }

  /** All of them in front of a device whose policy is strict. */
  private static Stream<HostileRequest> steps() {
    return Stream.of(
        step("no signature, where one is wanted", "no _sigs/", "n84-no-signature-at-all"),
        step("a value changed after signing", "in a run.json", "n02-tampered-inline-json"),
        step("another object in the place of a signed one", "its id", "n01-tampered-object-id"),
        step("a file that no signature knows", "in the directory of a part", "n05-uncovered-file"),
        step("a signature by nobody whom one trusts", "another authority", "n10-wrong-ca"),
        step("a leaf that has expired", "in 2016", "n11-expired-leaf"),
        step("a signature without a signature", "alg none", "n20-alg-none"),
        step("a certificate used as a password", "alg HS256", "n21-hs256-confusion-pem"),
        step("a signature of zeros", "r = s = 0", "n26-es256-zero-signature"),
        step(
            "a key that only a signature's header names",
            "jwk of another",
            "n18-jwk-differs-from-x5c"),
        step(
            "a file that devices run, among signatures",
            "_sigs/run.json",
            "n77-sigs-run-json-bypass"),
        step("signed keys, left out by their signature", "exclude", "n74-exclude-marks-covered"));
  }

  private static HostileRequest step(String name, String shown, String recorded) {
    return asking(
        name,
        shown,
        world ->
            world.request(
                "POST",
                "/trails/{strict}/steps",
                world.owner(),
                "{\"rev\":-1,\"state\":" + recorded(recorded) + "}"));
  }

  private static String recorded(String name) {
    try {
      return Files.readString(
          Signed.KEYS.resolveSibling(name).resolve("state.json"), StandardCharsets.UTF_8);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
