package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.hub.web.Limits;
import dev.firmtrail.hub.web.Rates;
import dev.firmtrail.hub.web.Throttle.Rate;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever adds without end is told to wait, he alone, and nothing of it is kept. */
class RatesTest {
  private static final int DEVICE_EVENTS = 6;
  private static final int ACCOUNT_EVENTS = 8;
  private static final int LOG_KIB = 20;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private TestHub hub;
  private String alice;
  private DeviceLogin device;
  private DeviceLogin other;

  @BeforeEach
  void start(@TempDir Path data) throws IOException {
    Rates rates =
        new Rates(
            new Rate(DEVICE_EVENTS, Duration.ofSeconds(10)),
            new Rate(ACCOUNT_EVENTS, Duration.ofSeconds(5)),
            new Rate(LOG_KIB, Duration.ofSeconds(2)));
    Limits usual = Limits.STANDARD;
    Limits limits =
        new Limits(usual.idle(), usual.pace(), usual.bytesPerSecond(), usual.connections(), rates);
    hub = TestHub.start(data.resolve("hub"), limits, now::get);
    alice = hub.account("alice");
    // One event of the account and one of its own for each.
    device = hub.deviceWithTrail(alice, "device");
    other = hub.deviceWithTrail(alice, "other");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  private static void assertTooMuch(Reply reply, String seconds) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(429);
    assertThat(reply.header("Retry-After")).contains(seconds);
    assertThat(reply.json().members()).containsOnlyKeys("error", "msg", "code");
  }

  private Reply report(DeviceLogin from) {
    return hub.report(from, 0, "{\"status\":\"DONE\"}");
  }

  private Reply meta(DeviceLogin of, String kind, String token, String value) {
    return hub.call(
        "PATCH",
        "/devices/" + of.id() + "/" + kind + "-meta",
        Optional.of(token),
        Optional.of("{\"value\":\"" + value + "\"}"),
        Map.of());
  }

  @Test
  void aDeviceReportsSoMuchAndThenWaits() {
    for (int i = 0; i < (DEVICE_EVENTS - 1) / 2; i++) {
      assertThat(report(device).status()).isEqualTo(200);
      assertThat(meta(device, "device", device.token(), "" + i).status()).isEqualTo(200);
    }
    assertThat(report(device).status()).isEqualTo(200);
    int kept = hub.events(device, alice).size();
    assertTooMuch(report(device), "10");
    assertTooMuch(meta(device, "device", device.token(), "another"), "10");
    assertTooMuch(meta(device, "user", device.token(), "another"), "10");
    assertThat(meta(device, "device", device.token(), "1").status())
        .as("the same again is no event")
        .isEqualTo(200);
    assertThat(hub.events(device, alice)).hasSize(kept);
    assertThat(hub.get("/devices/" + device.id(), alice).text()).contains("{\"value\":\"1\"}");

    assertThat(report(other).status()).isEqualTo(200);
    assertThat(meta(device, "user", alice, "told").status()).isEqualTo(200);
    pass(Duration.ofSeconds(9));
    assertTooMuch(report(device), "1");
    pass(Duration.ofSeconds(1));
    assertThat(report(device).status()).isEqualTo(200);
    assertTooMuch(report(device), "10");
  }

  private Reply post(DeviceLogin to, String token) {
    return hub.post(
        "/trails/" + to.id() + "/steps", token, TestHub.step(-1, TestHub.state("a.json", "x")));
  }

  @Test
  void anAccountPostsAndChangesSoMuchAndThenWaits() {
    String policy = "/firmtrail/v1/account/signature-policy";
    JsonObject accept = JsonObject.builder().put("mode", "accept").build();
    for (int i = 2; i < ACCOUNT_EVENTS - 1; i++) {
      assertThat(post(device, alice).status()).isEqualTo(200);
    }
    assertThat(hub.put(policy, alice, accept).status()).isEqualTo(200);
    assertTooMuch(post(device, alice), "5");
    assertTooMuch(hub.put(policy, alice, accept), "5");
    assertTooMuch(hub.post("/devices/", alice, JsonObject.EMPTY), "5");
    assertThat(steps()).hasSize(ACCOUNT_EVENTS - 3);
    assertThat(((JsonArray) hub.get(policy + "/history", alice).anyJson()).items()).hasSize(1);
    assertThat(((JsonArray) hub.get("/devices/", alice).anyJson()).items()).hasSize(2);

    assertThat(post(other, other.token()).status()).isEqualTo(200);
    String bob = hub.account("bob");
    assertThat(post(hub.deviceWithTrail(bob, "bobs"), bob).status()).isEqualTo(200);
    pass(Duration.ofSeconds(5));
    assertThat(post(device, alice).status()).isEqualTo(200);
    assertTooMuch(post(device, alice), "5");
  }

  private Stream<?> steps() {
    String all = "?progress.status=%7B%22%24ne%22%3A%22x%22%7D";
    return ((JsonArray) hub.get("/trails/" + device.id() + "/steps" + all, alice).anyJson())
        .items().stream().skip(1);
  }

  private Reply log(DeviceLogin from, int lines, int length) {
    String line = "{\"msg\":\"" + "x".repeat(length) + "\"}";
    String body = "[" + String.join(",", Collections.nCopies(lines, line)) + "]";
    return hub.call("POST", "/logs/", Optional.of(from.token()), Optional.of(body), Map.of());
  }

  private long logged(DeviceLogin from) {
    return hub.get("/logs/?page=3000&dev=" + from.id(), alice)
        .json()
        .integer("count")
        .orElseThrow();
  }

  @Test
  void aDeviceLogsSoMuchAndThenWaits() {
    // What is stored counts: short lines are a fifth of a KiB each.
    assertThat(log(device, 0, 0).status()).isEqualTo(200);
    assertThat(log(device, 1, 14_000).status()).isEqualTo(200);
    assertThat(log(device, 20, 1).status()).isEqualTo(200);
    assertTooMuch(log(device, 10, 50), "4");
    assertThat(logged(device)).isEqualTo(21);
    assertThat(log(other, 1, 14_000).status()).isEqualTo(200);
    assertThat(report(device).status()).isEqualTo(200);
    pass(Duration.ofSeconds(3));
    assertTooMuch(log(device, 10, 50), "1");
    pass(Duration.ofSeconds(1));
    assertThat(log(device, 10, 50).status()).isEqualTo(200);
    assertThat(logged(device)).isEqualTo(31);
  }
}
