package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.DeviceWire.DeviceAnswer;
import dev.firmtrail.hub.ServerCertificate.Wish;
import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.web.Limits;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What has to be right for published devices and clients, a test for each point, over TLS and with
 * the bytes that devices send. Numbers are those under which the points are known in the project.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChecklistTest {
  /** What devices keep of a token; the rest is cut off silently. */
  private static final int LONGEST_TOKEN = 1016;

  /** What devices ask for, byte for byte. */
  private static final String PENDING =
      "?progress.status=%7B%22$in%22:%5B%22NEW%22,%22DOWNLOADING%22,%22INPROGRESS%22,%22TESTING%22,%22QUEUED%22%5D%7D";

  private static final Optional<String> NOTHING = Optional.empty();

  private ServerCertificate certificate;
  private TestHub hub;
  private DeviceWire wire;
  private String alice;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    certificate = ServerCertificate.make(directory.resolve("tls"), Wish.rsa());
    hub = TestHub.start(directory.resolve("hub"), certificate, Limits.STANDARD);
    wire = new DeviceWire(certificate.client().getSocketFactory(), hub.hub().url());
    alice = hub.account("alice");
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  private static String login(String user, String password) {
    return JsonWriter.COMPACT.text(
        JsonObject.builder().put("username", user).put("password", password).build());
  }

  private static Optional<String> json(JsonObject document) {
    return Optional.of(DeviceWire.bytes(JsonWriter.COMPACT.text(document)));
  }

  private DeviceAnswer get(DeviceLogin device, String path) throws IOException {
    DeviceAnswer answer = wire.events("GET", path, Optional.of(device.token()), NOTHING);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  @Test
  void point01TheTokenIsTheOnlyStringInTheAnswerToALogin() throws IOException {
    DeviceAnswer registered = wire.old("POST", "/devices/", NOTHING, NOTHING);
    Optional<String> credentials =
        Optional.of(login(registered.json().value("prn"), registered.json().value("secret")));
    for (DeviceAnswer answer :
        List.of(
            wire.old("POST", "/auth/login", NOTHING, credentials),
            wire.events("POST", "/auth/login", NOTHING, credentials))) {
      assertThat(answer.status()).isEqualTo(200);
      answer.json().mustFind("token");
      assertThat(answer.json().strictly().members()).containsOnlyKeys("token");
      assertThat(
              wire.events("GET", "/trails/", Optional.of(answer.json().value("token")), NOTHING)
                  .status())
          .isEqualTo(200);
    }
  }

  @Test
  void point02EveryTokenFitsIntoTheBufferOfDevices() {
    hub.account("n".repeat(23));
    String owner = hub.login("n".repeat(23), TestHub.PASSWORD);
    DeviceLogin longest = hub.device(owner, "%".repeat(64));
    String refreshed = hub.get("/auth/login", longest.token()).string("token");
    assertThat(List.of(owner, longest.token(), refreshed, hub.anonymous()))
        .allSatisfy(token -> assertThat(token).hasSizeLessThanOrEqualTo(LONGEST_TOKEN));
    assertThat(hub.get("/trails/", refreshed).status()).isEqualTo(200);
  }

  @Test
  void point10AJoinTokenGivesADeviceItsOwnerAsItRegisters() throws IOException {
    String joinToken =
        hub.post(
                "/devices/tokens",
                alice,
                JsonObject.builder()
                    .put(
                        "default-user-meta",
                        JsonObject.builder().put("id", "challenge").put("site", "point/10").build())
                    .build())
            .string("token");
    DeviceAnswer registered =
        DeviceWire.checked(
            RawHttp.exact(
                certificate.client().getSocketFactory(),
                hub.hub().url(),
                "POST "
                    + hub.hub().url()
                    + "/devices/ HTTP/1.0\r\nHost: "
                    + hub.hub().url().getAuthority()
                    + "\r\nConnection: close\r\n"
                    + "User-Agent: Pantavisor/2 (Linux; x86_64) PV/022 Date/20260101\r\n"
                    + "Pantahub-Devices-Auto-Token-V1: "
                    + joinToken
                    + "\r\n\r\n"));
    assertThat(registered.status()).as(registered.body()).isEqualTo(200);
    DeviceReader device = registered.json();
    device.mustFind("id", "prn", "owner", "secret");
    assertThat(device.value("owner")).isEqualTo(hub.get("/auth/", alice).string("prn"));
    assertThat(device.strictly().members()).doesNotContainKey("challenge");
    Optional<String> credentials = Optional.of(login(device.value("prn"), device.value("secret")));
    Optional<String> token =
        Optional.of(wire.old("POST", "/auth/login", NOTHING, credentials).json().value("token"));
    assertThat(wire.events("GET", "/trails/", token, NOTHING).json().elements()).isZero();
    DeviceAnswer begun =
        wire.old(
            "POST",
            "/trails/",
            token,
            json(JsonObject.builder().put("#spec", TestHub.SPEC).build()));
    assertThat(begun.status()).as("it is owned already: %s", begun.body()).isEqualTo(200);
    DeviceReader meta =
        wire.events("GET", "/devices/" + device.value("id") + "/user-meta", token, NOTHING).json();
    meta.mustFind("id", "site");
  }

  @Test
  void point14TheFirstSyncMakesATrailWithStep0() throws IOException {
    DeviceLogin device = hub.device(alice, "point14");
    String state =
        "{\"#spec\":\"pantavisor-service-system@1\",\"a/run.json\":{\"b\": 1,\"text\":\"\u00e9\"}}";
    DeviceAnswer begun =
        wire.old(
            "POST", "/trails/", Optional.of(device.token()), Optional.of(DeviceWire.bytes(state)));
    assertThat(begun.status()).isEqualTo(200);
    assertThat(begun.json().value("id")).isEqualTo(device.id());
    DeviceReader step = get(device, "/trails/" + device.id() + "/steps/0").json();
    step.mustFind("rev", "progress", "state");
    assertThat(step.value("rev")).isEqualTo("0");
    assertThat(new DeviceReader(step.value("progress")).value("status")).isEqualTo("DONE");
  }

  @Test
  void point15AnEmptyListSaysThatTheFirstSyncIsStillToCome() throws IOException {
    DeviceLogin device = hub.device(alice, "point15");
    assertThat(get(device, "/trails/").json().elements()).isZero();
    wire.old(
        "POST",
        "/trails/",
        Optional.of(device.token()),
        json(JsonObject.builder().put("#spec", TestHub.SPEC).build()));
    assertThat(get(device, "/trails/").json().elements()).isEqualTo(1);
  }

  /** A step whose every word that somebody chose looks like a member that devices read. */
  private static JsonObject hostileStep() throws Exception {
    Json state =
        JsonReader.read(
            ("{\"#spec\":\""
                    + TestHub.SPEC
                    + "\",\"rev/a.json\":{\"rev\":9,\"state\":\"progress\",\"html\":\"<a href='x'>&</a>\"},"
                    + "\"progress/status.json\":\"rev\",\"a.json\":\"a/b \u00e9 \u2028\"}")
                .getBytes(StandardCharsets.UTF_8));
    return JsonObject.builder()
        .put("rev", -1)
        .put("commit-msg", "rev")
        .put(
            "meta",
            JsonObject.builder()
                .put("rev", 7)
                .put("progress", JsonObject.EMPTY)
                .put("state", "progress")
                .build())
        .put("state", state)
        .build();
  }

  @Test
  void point17ADeviceFindsRevProgressAndStateWhateverTheStepSays() throws Exception {
    DeviceLogin device = hub.deviceWithTrail(alice, "point17");
    String steps = "/trails/" + device.id() + "/steps";
    DeviceAnswer posted =
        wire.events("POST", steps, Optional.of(device.token()), json(hostileStep()));
    assertThat(posted.status()).as(posted.body()).isEqualTo(200);
    for (DeviceReader step :
        List.of(
            posted.json(),
            get(device, steps + "/1").json(),
            get(device, steps + PENDING).json().first(),
            get(device, steps).json().first())) {
      step.mustFind("rev", "progress", "state");
      assertThat(step.value("rev")).isEqualTo("1");
      assertThat(step.strictly().string("commit-msg")).contains("rev");
    }
    assertThat(get(device, steps + PENDING).json().value("rev"))
        .as("of a device that looks at the whole list")
        .isEqualTo("1");
  }

  @Test
  void point23BytesHaveUrlsThatDevicesCanFollow() throws IOException {
    DeviceLogin device = hub.device(alice, "point23");
    JsonObject announcement = TestHub.announcement("point 23", "a");
    DeviceAnswer announced =
        wire.old("POST", "/objects/", Optional.of(device.token()), json(announcement));
    assertThat(announced.status()).isEqualTo(200);
    announced.json().mustFind("sha256sum", "size", "signed-geturl", "signed-puturl");
    for (String name : List.of("signed-puturl", "signed-geturl")) {
      URI url = URI.create(announced.json().value(name));
      assertThat(url)
          .hasScheme("https")
          .hasAuthority(hub.hub().url().getAuthority())
          .hasNoQuery()
          .hasNoFragment();
      assertThat(url.getRawPath()).startsWith("/local-s3/");
    }
  }

  @Test
  void point24BytesComeAndGoWithExactly200() throws IOException {
    DeviceLogin device = hub.device(alice, "point24");
    String content = "point 24: \u0000\u00ff and more";
    DeviceAnswer announced =
        wire.old(
            "POST",
            "/objects/",
            Optional.of(device.token()),
            json(
                JsonObject.builder()
                    .put("objectname", "bsp/kernel.img")
                    .put("size", Integer.toString(content.length()))
                    .put(
                        "sha256sum",
                        ObjectId.of(content.getBytes(StandardCharsets.ISO_8859_1)).hex())
                    .build()));
    String upload = announced.json().value("signed-puturl");
    DeviceAnswer stored =
        wire.old(
            "PUT", upload.substring(upload.indexOf("/local-s3")), NOTHING, Optional.of(content));
    assertThat(stored.status()).isEqualTo(200);
    assertThat(stored.body()).isEmpty();
    String download =
        get(device, "/objects/" + announced.json().value("sha256sum"))
            .json()
            .value("signed-geturl");
    DeviceAnswer bytes = wire.events("GET", URI.create(download).getRawPath(), NOTHING, NOTHING);
    assertThat(bytes.status()).isEqualTo(200);
    assertThat(bytes.body()).isEqualTo(content);
  }

  @Test
  void point25EveryPathOfADeviceAnswersBothWaysOfHttpWithoutARedirect() throws IOException {
    DeviceLogin device = hub.deviceWithTrail(alice, "point25");
    String object = hub.object(alice, "point 25", "a");
    Optional<String> token = Optional.of(device.token());
    for (String path :
        List.of(
            "/devices/" + device.id(),
            "/trails/",
            "/trails/" + device.id() + "/steps" + PENDING,
            "/trails/" + device.id() + "/steps/0",
            "/trails/" + device.id() + "/steps/0/.pvrremote",
            "/objects/" + object)) {
      DeviceAnswer old = wire.old("GET", path, token, NOTHING);
      assertThat(old.status()).as(path).isEqualTo(200);
      assertThat(old.body()).hasSameSizeAs(wire.events("GET", path, token, NOTHING).body());
      assertThat(wire.old("GET", path, NOTHING, NOTHING).status()).as(path).isEqualTo(401);
    }
    assertThat(wire.old("POST", "/devices/", NOTHING, NOTHING).status()).isEqualTo(200);
    assertThat(wire.old("GET", "/no/such/path/here", token, NOTHING).status()).isEqualTo(404);
    assertThat(wire.old("POST", "/trails/", token, Optional.of("{")).status()).isEqualTo(400);
  }

  @Test
  void point27Tls12IsSpokenWithoutAskingForAName() throws IOException {
    assertThat(
            ClientHello.answer(
                hub.hub().url(), ClientHello.TLS_1_2, List.of(0xc02f, 0x003d, 0x00ff)))
        .isEqualTo("suite c02f");
  }

  /** Behind each answer, {@link DeviceWire} looks for escapes that JSON does not need. */
  @Test
  void point28NothingThatDevicesReadIsEscapedWithoutNeed() throws IOException {
    DeviceLogin device = hub.deviceWithTrail(alice, "point28");
    Optional<String> token = Optional.of(device.token());
    String text = "a<b>&c/'d'\u007f \u00e9\u2028";
    String quoted = DeviceWire.bytes("\"" + text + "\"");
    JsonObject saying = JsonObject.builder().put(text, text).build();
    DeviceAnswer announced =
        wire.old("POST", "/objects/", token, json(TestHub.announcement("point 28", text)));
    assertThat(announced.body()).contains(quoted);
    String steps = "/trails/" + device.id() + "/steps";
    String itself = "/devices/" + device.id();
    JsonObject state = JsonObject.builder().put("#spec", TestHub.SPEC).put("a.json", text).build();
    hub.post(steps, alice, TestHub.step(-1, state));
    hub.put(itself + "/user-meta", alice, saying);
    for (DeviceAnswer reported :
        List.of(
            wire.events(
                "PUT",
                steps + "/1/progress",
                token,
                json(JsonObject.builder().put("status", "QUEUED").put("status-msg", text).build())),
            wire.events("PUT", itself + "/device-meta", token, json(saying)),
            wire.old("PATCH", itself + "/device-meta", token, json(saying)),
            wire.old(
                "POST", "/logs/", token, json(JsonObject.builder().put("msg", text).build())))) {
      assertThat(reported.status()).as(reported.body()).isEqualTo(200);
    }
    assertThat(get(device, steps + PENDING).json().first().value("state")).contains(quoted);
    for (String path :
        List.of(
            itself,
            "/devices/",
            itself + "/user-meta",
            steps + "/1",
            steps + "/1/objects",
            "/objects/",
            "/objects/" + announced.json().value("sha256sum"),
            "/trails/",
            "/trails/summary")) {
      DeviceAnswer answer = get(device, path);
      assertThat(wire.old("GET", path, token, NOTHING).status()).isEqualTo(200);
      assertThat(answer.body().contains(quoted))
          .as(path)
          .isEqualTo(!path.matches("/trails/|/objects/|.*/steps/1/objects"));
    }
  }

  @Test
  void point32UserMetaIsFlatAndDeviceMetaIsReplacedOrMerged() throws IOException {
    DeviceLogin device = hub.device(alice, "point32");
    Optional<String> token = Optional.of(device.token());
    String path = "/devices/" + device.id();
    String said =
        "{\"pvr-sdk.authorized_keys\":\"ssh-ed25519 AAAA/+= a@b\\n\",\"json\":\"{\\\"a\\\":1}\"}";
    hub.call("PUT", path + "/user-meta", Optional.of(alice), Optional.of(said), Map.of());
    DeviceAnswer read = get(device, path + "/user-meta");
    assertThat(read.body()).as("each pair as it was said, and nothing around them").isEqualTo(said);
    assertThat(read.json().value("json")).isEqualTo("{\\\"a\\\":1}");
    for (DeviceAnswer told :
        List.of(
            wire.events(
                "PUT", path + "/device-meta", token, Optional.of("{\"a.b\":\"1\",\"c\":{}}")),
            wire.events(
                "PUT", path + "/device-meta", token, Optional.of("{\"a.b\":\"2\",\"d\":\"x\"}")),
            wire.old(
                "PATCH", path + "/device-meta", token, Optional.of("{\"e\":[1],\"d\":null}")))) {
      assertThat(told.status()).isEqualTo(200);
      assertThat(told.body()).isEqualTo("{\"status\":\"ok\"}");
    }
    assertThat(hub.get(path, alice).text()).contains("\"device-meta\":{\"a.b\":\"2\",\"e\":[1]}");
  }

  @Test
  void point35WhoDoesNotSayWhatItIsGetsNeitherTokenNorDevice() throws IOException {
    for (String agent : List.of("", "User-Agent:\r\n", "User-Agent: \r\n")) {
      for (String call : List.of("/auth/login", "/devices/")) {
        DeviceAnswer answer =
            DeviceWire.checked(
                RawHttp.exact(
                    certificate.client().getSocketFactory(),
                    hub.hub().url(),
                    "POST " + call + " HTTP/1.0\r\nHost: a\r\n" + agent + "\r\n"));
        assertThat(answer.status()).as(call).isEqualTo(403);
        answer.json().mustFind("code");
      }
    }
  }
}
