package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.DeviceWire.DeviceAnswer;
import dev.firmtrail.hub.ServerCertificate.Wish;
import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.web.Limits;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonNumber;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What real device programs were seen to do on the wire and what they need for it, in the short
 * form. Numbers are those under which the sightings are known in the project; the whole of each is
 * where its comment says.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealDevicesTest {
  private static final Optional<String> NOTHING = Optional.empty();

  private TestHub hub;
  private DeviceWire wire;
  private String alice;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    hub = TestHub.start(directory.resolve("hub"));
    wire = new DeviceWire(SocketFactory.getDefault(), hub.hub().url());
    alice = hub.account("alice");
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  private DeviceReader registered() throws IOException {
    return answered(wire.old("POST", "/devices/", NOTHING, NOTHING));
  }

  private static DeviceReader answered(DeviceAnswer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static Optional<String> credentials(DeviceReader device) {
    return Optional.of(
        "{\"username\":\"%s\",\"password\":\"%s\"}"
            .formatted(device.value("prn"), device.value("secret")));
  }

  private Optional<String> login(DeviceReader device) throws IOException {
    return Optional.of(
        answered(wire.old("POST", "/auth/login", NOTHING, credentials(device))).value("token"));
  }

  private void claim(DeviceReader device) throws IOException {
    answered(
        wire.events(
            "PUT",
            "/devices/" + device.value("id") + "?challenge=" + device.value("challenge"),
            Optional.of(alice),
            NOTHING));
  }

  /** What else such devices get, and where they are let in: {@link LegacyDevicesTest}. */
  @Test
  void seen01FourOldSuitesFindNothingWhereNobodyAskedForThem(@TempDir Path directory)
      throws IOException {
    ServerCertificate certificate = ServerCertificate.make(directory.resolve("tls"), Wish.rsa());
    try (TestHub strict = TestHub.start(directory.resolve("hub"), certificate, Limits.STANDARD)) {
      assertThat(
              ClientHello.answer(
                  strict.hub().url(), ClientHello.TLS_1_2, ClientHello.OF_LEGACY_DEVICES))
          .isEqualTo("alert 40");
    }
  }

  /** While people log in: {@link LoginStormTest}. */
  @Test
  void seen02ADeviceThatWaitsFindsItselfHoweverOftenItAsks(@TempDir Path directory)
      throws IOException {
    try (TestHub restarted = TestHub.start(directory.resolve("hub"))) {
      DeviceWire before = new DeviceWire(SocketFactory.getDefault(), restarted.hub().url());
      DeviceReader device = answered(before.old("POST", "/devices/", NOTHING, NOTHING));
      String token =
          answered(before.old("POST", "/auth/login", NOTHING, credentials(device))).value("token");
      restarted.restart();
      DeviceWire after = new DeviceWire(SocketFactory.getDefault(), restarted.hub().url());
      for (int asked = 0; asked < 3; asked++) {
        DeviceReader found =
            answered(
                after.old("GET", "/devices/" + device.value("id"), Optional.of(token), NOTHING));
        assertThat(found.value("id")).isEqualTo(device.value("id"));
        assertThat(found.value("challenge")).isEqualTo(device.value("challenge"));
      }
    }
  }

  /** One that is refused is asked with again and again without a pause. */
  @Test
  void seen03EveryFreshTokenOpensTheTrails() throws IOException {
    DeviceReader device = registered();
    Optional<String> unclaimed = login(device);
    assertThat(trails(unclaimed)).isZero();
    claim(device);
    assertThat(trails(unclaimed)).isZero();
    Optional<String> claimed = login(device);
    assertThat(trails(claimed)).isZero();
    answered(wire.old("POST", "/trails/", claimed, Optional.of("{}")));
    assertThat(trails(login(device))).isOne();
    hub.account("o".repeat(23));
    String owner = hub.login("o".repeat(23), TestHub.PASSWORD);
    assertThat(trails(Optional.of(hub.device(owner, "%".repeat(64)).token()))).isZero();
  }

  private int trails(Optional<String> token) throws IOException {
    int elements = answered(wire.events("GET", "/trails/", token, NOTHING)).elements();
    assertThat(answered(wire.old("GET", "/trails/", token, NOTHING)).elements())
        .isEqualTo(elements);
    return elements;
  }

  /** Everywhere that a step is read: {@link ChecklistTest}, point 17. */
  @Test
  void seen04ADeviceReportsOnTheStepThatItGotWhateverTheStepSays() throws IOException {
    DeviceLogin device = hub.deviceWithTrail(alice, "seen04");
    Optional<String> token = Optional.of(device.token());
    String steps = "/trails/" + device.id() + "/steps";
    for (String hostile :
        List.of("\"commit-msg\":\"rev\"", "\"meta\":{\"rev\":7,\"progress\":\"state\"}")) {
      String step = "{\"rev\":-1,%s,\"state\":{\"#spec\":\"%s\"}}".formatted(hostile, TestHub.SPEC);
      long rev =
          answered(wire.events("POST", steps, Optional.of(alice), Optional.of(step)))
              .strictly()
              .integer("rev")
              .orElseThrow();
      DeviceReader got =
          answered(wire.events("GET", steps + "?" + DevicePoll.QUERY, token, NOTHING)).first();
      assertThat(got.value("rev")).isEqualTo(Long.toString(rev));
      answered(
          wire.events(
              "PUT",
              steps + "/" + got.value("rev") + "/progress",
              token,
              Optional.of("{\"status\":\"DONE\"}")));
    }
    assertThat(wire.events("GET", steps + "?" + DevicePoll.QUERY, token, NOTHING).body())
        .isEqualTo("[]");
  }

  /** Each order that was recorded: {@link ProgressTest}. Any order: {@link ProgressOrdersTest}. */
  @Test
  void seen05ReportsComeTwiceLateEarlyAndBackwards() throws IOException {
    DeviceLogin device = hub.deviceWithTrail(alice, "seen05");
    hub.postStep(device, alice, "one");
    String state = hub.get(TestHub.step(device, 1) + "/state", alice).text();
    List<String> reports =
        List.of(
            "\"TESTING\",\"progress\":75",
            "\"INPROGRESS\",\"progress\":80,\"status-msg\":\"Simulating reboot...\"",
            "\"DOWNLOADING\",\"progress\":25",
            "\"DONE\",\"progress\":100",
            "\"DONE\",\"progress\":100,\"logs\":\"x\\n\"",
            "\"WONTGO\",\"progress\":100",
            "\"QUEUED\",\"progress\":5");
    for (String report : reports) {
      answered(
          wire.events(
              "PUT",
              TestHub.step(device, 1) + "/progress",
              Optional.of(device.token()),
              Optional.of("{\"status\":" + report + "}")));
    }
    JsonArray events =
        (JsonArray) hub.get("/firmtrail/v1" + TestHub.step(device, 1) + "/events", alice).anyJson();
    assertThat(events.items()).hasSize(1 + reports.size());
    assertThat(hub.get(TestHub.step(device, 1), alice).text()).contains("\"status\":\"DONE\"");
    assertThat(hub.get(TestHub.step(device, 1) + "/state", alice).text()).isEqualTo(state);
  }

  /** Its bytes: {@link ChecklistAccessTest}, point 9. */
  @Test
  void seen06ARegistrationHasNeitherBodyNorLengthNorType() throws IOException {
    registered().mustFind("id", "prn", "owner", "secret", "challenge");
  }

  @Test
  void seen07EachCycleAsksTwiceAndGetsTheSameTwice() throws IOException {
    DeviceReader device = registered();
    Optional<String> token = login(device);
    String path = "/devices/" + device.value("id");
    DeviceAnswer existence = wire.old("GET", path, token, NOTHING);
    DeviceAnswer owner = wire.old("GET", path, token, NOTHING);
    assertThat(owner.body()).isEqualTo(existence.body());
    claim(device);
    assertThat(answered(wire.old("GET", path, token, NOTHING)).value("owner")).isNotEmpty();
  }

  @Test
  void seen09TheTrailIsThereAsSoonAsItWasBegun() throws IOException {
    DeviceLogin device = hub.device(alice, "seen09");
    Optional<String> token = Optional.of(device.token());
    answered(wire.old("POST", "/trails/", token, Optional.of("{}")));
    assertThat(trails(token)).isOne();
    assertThat(
            wire.events(
                    "GET", "/trails/" + device.id() + "/steps?" + DevicePoll.QUERY, token, NOTHING)
                .body())
        .isEqualTo("[]");
  }

  @Test
  void seen15LinesOfLogAreOddlySpacedAndHaveTabs() throws IOException {
    DeviceLogin device = hub.device(alice, "seen15");
    answered(
        wire.old(
            "POST",
            "/logs/",
            Optional.of(device.token()),
            Optional.of(
                "[{ \"tsec\": 0, \"tnano\": 0,\"lvl\": \"INFO\", \"src\": \"/pantavisor.log\", \"plat\":\"pantavisor\","
                    + " \"rev\": \"0\", \"msg\":\"[pantavisor] 1\\u0009INFO\\u0009-- up\" },{ \"msg\": \"second\"}]")));
    JsonObject page = hub.get("/logs/?dev=seen15", alice).json();
    assertThat(((JsonArray) page.get("entries").orElseThrow()).items())
        .extracting(entry -> ((JsonObject) entry).string("msg").orElseThrow())
        .containsExactly("[pantavisor] 1\tINFO\t-- up", "second");
  }

  /**
   * A simulator: a connection for each request that nobody announces to be the last, no agent on
   * its downloads, a login in each cycle, and answers that have every member with its type. The
   * URLs of a hub in clear text are in clear text (20).
   */
  @Test
  void seen19And20And21And25ASimulatorGoesThroughAnUpdate() throws IOException {
    SimulatorWire simulator = new SimulatorWire(hub.hub().url());
    DeviceReader device = new DeviceReader(simulator.send("POST", "/devices/", "", "{}"));
    simulator.login(device);
    claim(device);
    String token = simulator.login(device);
    String trail = "/trails/" + device.value("id");
    simulator.send("POST", "/trails/", token, "{\"#spec\":\"" + TestHub.SPEC + "\"}");
    String done = "{\"status\":\"DONE\",\"status-msg\":\"Bootstrap complete\",\"progress\":100}";
    simulator.send("PUT", trail + "/steps/0/progress", token, done);
    assertThat(simulator.send("GET", trail + "/steps/1", token, "")).contains("\"code\":404");

    String id = hub.object(alice, "the new app", "app/root.squashfs");
    hub.post(trail + "/steps", alice, TestHub.step(-1, TestHub.state("app/root.squashfs", id)));
    token = simulator.login(device);
    JsonObject step =
        new DeviceReader(simulator.send("GET", trail + "/steps/1", token, "")).strictly();
    texts(
        step,
        "id",
        "device",
        "owner",
        "trail-id",
        "time-created",
        "time-modified",
        "step-time",
        "progress-time");
    assertThat(step.integer("rev")).contains(1L);
    assertThat(step.object("state")).isPresent();
    JsonObject total =
        step.object("progress")
            .flatMap(p -> p.object("downloads"))
            .orElseThrow()
            .object("total")
            .orElseThrow();
    assertThat(total.members().values()).hasSize(4).allMatch(JsonNumber.class::isInstance);

    JsonObject object =
        new DeviceReader(simulator.send("GET", trail + "/steps/1/objects", token, ""))
            .first()
            .strictly();
    texts(
        object,
        "id",
        "storage-id",
        "owner",
        "objectname",
        "sha256sum",
        "size",
        "mime-type",
        "time-created",
        "time-modified",
        "expire-time",
        "now",
        "signed-geturl");
    assertThat(object.integer("sizeint")).contains(11L);
    String url = object.string("signed-geturl").orElseThrow();
    assertThat(url).startsWith("http://" + hub.hub().url().getAuthority() + "/");
    assertThat(simulator.download(url)).isEqualTo("the new app");
  }

  private static void texts(JsonObject object, String... names) {
    for (String name : names) {
      Json value = object.get(name).orElseThrow(() -> new AssertionError("no " + name));
      assertThat(value).as(name).isInstanceOf(JsonString.class);
    }
  }
}
