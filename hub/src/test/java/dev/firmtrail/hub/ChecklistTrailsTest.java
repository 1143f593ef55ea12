package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.DeviceWire.DeviceAnswer;
import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The points of {@link ChecklistTest} about steps, objects and logs, with the bytes on the wire.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChecklistTrailsTest {
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

  private DeviceAnswer get(String path, String token) throws IOException {
    return wire.events("GET", path, Optional.of(token), NOTHING);
  }

  private DeviceAnswer report(DeviceLogin device, long rev, String json) throws IOException {
    return wire.events(
        "PUT",
        TestHub.step(device, rev) + "/progress",
        Optional.of(device.token()),
        Optional.of(json));
  }

  private static String report(String status) {
    return "{\"status\":\"" + status + "\",\"status-msg\":\"x\",\"progress\":5}";
  }

  private static Optional<String> json(JsonObject document) {
    return Optional.of(DeviceWire.bytes(JsonWriter.COMPACT.text(document)));
  }

  @Test
  void everyPointHasATest() {
    Pattern point = Pattern.compile("point([0-9]{2})[A-Z].*");
    Set<Integer> shown =
        Stream.of(
                ChecklistTest.class,
                ChecklistAccessTest.class,
                ChecklistTrailsTest.class,
                LoginStormTest.class)
            .flatMap(tests -> Stream.of(tests.getDeclaredMethods()))
            .map(Method::getName)
            .map(point::matcher)
            .filter(Matcher::matches)
            .map(name -> Integer.valueOf(name.group(1)))
            .collect(Collectors.toSet());
    assertThat(shown).containsAll(IntStream.rangeClosed(1, 35).boxed().toList());
  }

  @Test
  void point16ADeviceTakesTheFirstOfWhatIsToBeDone() throws IOException {
    DeviceLogin device = hub.deviceWithTrail(alice, "point16");
    List.of("one", "two", "three", "four").forEach(value -> hub.postStep(device, alice, value));
    String poll = "/trails/" + device.id() + "/steps?" + DevicePoll.QUERY;
    report(device, 1, report("DONE"));
    for (String status : List.of("QUEUED", "DOWNLOADING", "INPROGRESS", "TESTING")) {
      report(device, 2, report(status));
      assertThat(get(poll, device.token()).json().first().value("rev")).isEqualTo("2");
    }
    DeviceAnswer list = get(poll, alice);
    assertThat(list.json().elements()).isEqualTo(3);
    assertThat(list.body())
        .matches(
            "(?s)\\[\\{\"rev\":2,.*\"trail-id\".*,\\{\"rev\":3,.*\"trail-id\".*,\\{\"rev\":4,.*");
    assertThat(get(poll.replace(":", "%3A"), alice).body()).isEqualTo(list.body());
    report(device, 2, report("ERROR"));
    assertThat(get(poll, device.token()).json().first().value("rev")).isEqualTo("3");
    report(device, 4, report("WONTGO"));
    report(device, 3, report("UPDATED"));
    assertThat(get(poll, device.token()).body()).isEqualTo("[]");
  }

  /** A simulator asks for the step behind its own, and reads whatever comes as one. */
  @Test
  void point18AStepThatIsNotThereIsNothingThatLooksLikeOne() throws IOException {
    DeviceLogin device = hub.deviceWithTrail(alice, "point18");
    DeviceAnswer missing = get(TestHub.step(device, 1), device.token());
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.json().strictly().members())
        .doesNotContainKeys("id", "rev", "state", "trail-id");
  }

  @Test
  void point19AReportMaySayMoreThanIsUnderstood() throws IOException {
    DeviceLogin device = hub.deviceWithTrail(alice, "point19");
    hub.postStep(device, alice, "one");
    DeviceAnswer answer =
        report(
            device,
            1,
            "{\"status\":\"ERROR\",\"status-msg\":\"A container could not be started\",\"progress\":100,"
                + "\"retries\":1,\"logs\":\"{\\\"tsec\\\":1,\\\"msg\\\":\\\"x\\\"}\\n\",\"tomorrow\":[{}]}");
    assertThat(answer.status()).isEqualTo(200);
    answer.json().mustFind("status", "progress");
    assertThat(answer.json().value("status")).isEqualTo("ERROR");
    DeviceAnswer simulated =
        report(
            device,
            0,
            """
            {
              "status": "DONE",
              "status-msg": "Bootstrap complete",
              "progress": 100,
              "logs": "",
              "downloads": { "total": { "total_size": 0 }, "objects": [] }
            }
            """);
    assertThat(simulated.status()).isEqualTo(200);
  }

  @Test
  void point20ARepositorySaysWhereItsPartsAre() throws IOException {
    DeviceLogin device = hub.deviceWithTrail(alice, "point20");
    hub.postStep(device, alice, "one");
    String trail = hub.url("/trails/" + device.id());
    String places =
        "{\"json-get-url\":\"%1$s/steps/1/state\",\"json-key\":\"state\",\"objects-endpoint\":\"%1$s/steps/1/objects\","
            + "\"post-fields\":%2$s,\"post-fields-opt\":%3$s,\"post-url\":\"%1$s/steps\","
            + "\"pvr-spec\":\"pvr-pantahub-1\",\"step-get-url\":\"%1$s/steps/1\"}";
    String newest = places.formatted(trail, "[\"commit-msg\"]", "[\"rev\"]");
    String one = places.formatted(trail, "[\"msg\"]", "[]");
    for (String path : List.of("/trails/" + device.id(), "/alice/point20")) {
      assertThat(get(path + "/.pvrremote", alice).body()).isEqualTo(newest);
      assertThat(get(path + "/steps/1/.pvrremote", alice).body()).isEqualTo(one);
    }
  }

  @Test
  void point21AnObjectIsConflictOnlyWhenItIsHere() throws IOException {
    DeviceLogin device = hub.deviceWithTrail(alice, "point21");
    for (String endpoint : List.of("/objects", TestHub.step(device, 0) + "/objects")) {
      String content = "point 21 at " + endpoint;
      DeviceAnswer first = announce(endpoint, content);
      DeviceAnswer again = announce(endpoint, content);
      assertThat(List.of(first.status(), again.status())).containsExactly(200, 200);
      hub.put(again.json().value("signed-puturl"), content);
      DeviceAnswer here = announce(endpoint, content);
      assertThat(here.status()).isEqualTo(409);
      here.json().mustFind("sha256sum", "size", "signed-puturl", "signed-geturl", "objectname");
      assertThat(here.json().strictly().members().sequencedKeySet())
          .containsExactlyElementsOf(first.json().strictly().members().sequencedKeySet());
      assertThat(hub.put(here.json().value("signed-puturl"), content).status()).isEqualTo(200);
    }
  }

  private DeviceAnswer announce(String endpoint, String content) throws IOException {
    return wire.events(
        "POST", endpoint + "/", Optional.of(alice), json(TestHub.announcement(content, "a")));
  }

  @Test
  void point22AnObjectSaysThatItIsNoLink() throws IOException {
    DeviceLogin device = hub.deviceWithTrail(alice, "point22");
    String id = hub.object(alice, "point 22", "a");
    hub.post(
        "/trails/" + device.id() + "/steps", alice, TestHub.step(-1, TestHub.state("a.bin", id)));
    assertThat(
            List.of(
                announce("/objects", "point 22"),
                announce("/objects", "point 22, another"),
                announce(TestHub.step(device, 0) + "/objects", "point 22"),
                announce(TestHub.step(device, 0) + "/objects", "point 22, one more"),
                get("/objects/" + id, alice),
                get(TestHub.step(device, 1) + "/objects/" + id, alice)))
        .allSatisfy(
            answer -> assertThat(answer.headers()).containsEntry("pantahub-object-type", "object"))
        .extracting(DeviceAnswer::status)
        .containsExactly(409, 200, 409, 200, 200, 200);
  }

  /** The published client sends a step as text. */
  private DeviceAnswer postAsText(DeviceLogin device, String step) throws IOException {
    return DeviceWire.checked(
        RawHttp.exact(
            hub.hub().url(),
            "POST /trails/"
                + device.id()
                + "/steps HTTP/1.1\r\nHost: hub\r\nConnection: close\r\nUser-Agent: go-resty/1.11.0\r\nAuthorization: Bearer "
                + alice
                + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                + step.length()
                + "\r\n\r\n"
                + step));
  }

  @Test
  void point29AStepMayCallItselfText() throws IOException {
    DeviceLogin device = hub.deviceWithTrail(alice, "point29");
    String state = "{\"#spec\":\"" + TestHub.SPEC + "\"}";
    DeviceAnswer posted = postAsText(device, "{\"rev\":-1,\"state\":" + state + "}");
    assertThat(posted.status()).as(posted.body()).isEqualTo(200);
    JsonObject step = posted.json().strictly();
    assertThat(step.integer("rev")).contains(1L);
    assertThat(step.string("trail-id")).contains(device.id());
    assertThat(step.string("state-sha")).contains(ObjectId.of(RecordedTalk.raw(state)).hex());
  }

  @Test
  void point30MinusOneIsTheNextNumber() throws IOException {
    DeviceLogin device = hub.deviceWithTrail(alice, "point30");
    for (String rev : List.of("1", "2", "3")) {
      DeviceAnswer posted =
          postAsText(
              device,
              "{\"commit-msg\":\"m\",\"rev\":-1,\"state\":{\"#spec\":\"" + TestHub.SPEC + "\"}}");
      assertThat(posted.json().value("rev")).isEqualTo(rev);
    }
  }

  @Test
  void point31ADeviceFindsTheObjectsOfItsOwner() throws IOException {
    String id = hub.object(alice, "point 31", "a");
    DeviceLogin device = hub.device(alice, "point31");
    DeviceReader found = get("/objects/" + id, device.token()).json();
    found.mustFind("sha256sum", "size", "signed-geturl");
    assertThat(found.value("sha256sum")).isEqualTo(id);
    assertThat(found.strictly().string("size")).contains("8");
    DeviceLogin stranger = hub.device(hub.account("point31"), "stranger");
    assertThat(get("/objects/" + id, stranger.token()).status()).isEqualTo(403);
  }

  @Test
  void point33ThereIsALineForEachDevice() throws IOException {
    String owner = hub.account("point33");
    assertThat(get("/trails/summary", owner).body()).isEqualTo("[]");
    DeviceLogin device = hub.deviceWithTrail(owner, "listed");
    hub.postStep(device, owner, "one");
    report(device, 1, report("INPROGRESS"));
    DeviceAnswer answer = get("/trails/summary", owner);
    assertThat(answer.json().elements()).isEqualTo(1);
    JsonObject line = answer.json().first().strictly();
    assertThat(line.string("deviceid")).contains(device.id());
    assertThat(line.string("device")).contains(device.prn());
    assertThat(line.string("device-nick")).contains("listed");
    assertThat(line.integer("revision")).contains(1L);
    assertThat(line.integer("progress-revision")).contains(1L);
    assertThat(line.string("status")).contains("INPROGRESS");
    assertThat(line.string("status-msg")).contains("x");
    assertThat(line.string("state-sha"))
        .contains(hub.get(TestHub.step(device, 1), owner).string("state-sha"));
    assertThat(line.string("real-ip")).isPresent();
    assertThat(line.string("timestamp").orElseThrow())
        .matches("20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-9:]{8}(\\.[0-9]{1,6})?Z");
  }

  /** All else about logs: {@link DeviceLogsTest}. */
  @Test
  void point34LogsAlwaysSayWhereToGoOn() throws IOException {
    String owner = hub.account("point34");
    DeviceLogin device = hub.device(owner, "talking");
    String ask = "/logs/?cursor=true&page=3000&sort=time-created";
    DeviceAnswer none = get(ask, owner);
    assertThat(none.json().strictly().get("entries")).isEmpty();
    assertThat(goOn(owner, none).json().strictly().get("entries")).isEmpty();
    String line =
        "{ \"tsec\": 0, \"tnano\": 0,\"lvl\": \"INFO\", \"src\":\"/pantavisor.log\" ,\"plat\": \"pantavisor\",\"rev\": \"3\", \"msg\": \"a\\u0009b\" }";
    for (String body : List.of("[ " + line + " ]", line)) {
      DeviceAnswer posted =
          wire.old("POST", "/logs/", Optional.of(device.token()), Optional.of(body));
      assertThat(posted.status()).isEqualTo(200);
      assertThat(posted.body()).isEqualTo("{\"status\":\"ok\"}");
    }
    DeviceAnswer page = get(ask, owner);
    assertThat(page.json().strictly().integer("count")).contains(2L);
    DeviceAnswer rest = goOn(owner, page);
    assertThat(rest.status()).isEqualTo(200);
    assertThat(rest.json().strictly().get("entries")).isEmpty();
    assertThat(goOn(owner, rest).status()).isEqualTo(200);
  }

  private DeviceAnswer goOn(String owner, DeviceAnswer page) throws IOException {
    String cursor = page.json().strictly().string("next-cursor").orElseThrow();
    return wire.events(
        "POST",
        "/logs/cursor",
        Optional.of(owner),
        json(JsonObject.builder().put("next-cursor", cursor).build()));
  }
}
