package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Sha256;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonNumber;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.testkit.wire.Answer;
import dev.firmtrail.testkit.wire.WireLog;
import dev.firmtrail.testkit.wire.WireRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the published {@code pvr} was recorded sending goes to our hub, byte for byte and in its
 * order; only ids, tokens and the places that our hub named before are put in. Each answer has the
 * recorded status and what that program reads of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublishedClientTest {
  /** The trail of the recordings, and the device that one of them makes. */
  private static final String TRAIL = "tid1";

  private TestHub hub;
  private int turn;
  private String nick;
  private String owner;

  @BeforeAll
  void start(@TempDir Path data) throws IOException {
    hub = TestHub.start(data.resolve("hub"));
    hub.account("alice");
  }

  /** The recordings begin with none of their objects on the hub. */
  @BeforeEach
  void makeOwner() {
    nick = "owner" + turn++;
    owner = hub.account(nick);
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  /** A conversation that goes on: what is put in, and what the hub has said so far. */
  private final class Talk {
    private final WireLog log;
    private final Map<String, String> putIn = new LinkedHashMap<>();
    private final Map<String, String> places = new HashMap<>();
    private final Map<String, JsonObject> answers = new HashMap<>();
    private final Set<String> announced = new HashSet<>();

    Talk(String recording) {
      log = WireLog.named(recording);
      put(WireLog.RECORDED_BASE, hub.hub().url().toString());
      put(WireLog.RECORDED_BASE.substring("http://".length()), hub.hub().url().getAuthority());
    }

    Talk put(String recorded, String ours) {
      putIn.put(recorded, ours);
      return this;
    }

    JsonObject answer(String line) {
      return Optional.ofNullable(answers.get(line))
          .orElseThrow(
              () -> new AssertionError("no answer to " + line + " in " + answers.keySet()));
    }

    /** Sends all, each after the answer to the one before. */
    Talk hold() throws IOException, JsonException {
      for (WireLog.Exchange exchange : log.exchanges()) {
        WireRequest recorded = exchange.request();
        int expected = expected(exchange);
        RawReply reply = RawReply.of(RawHttp.exact(hub.hub().url(), request(recorded)));
        assertThat(reply.status()).as("%s: %s", recorded.line(), reply.body()).isEqualTo(expected);
        note(recorded, reply);
      }
      return this;
    }

    /** We say 409 for bytes that are here; the recording stand-in for what was announced, too. */
    private int expected(WireLog.Exchange exchange) {
      boolean announces = exchange.request().line().equals("POST /objects/");
      boolean again =
          announces
              && ((Answer.Whole) exchange.answer()).status() != 401
              && !announced.add(
                  exchange.request().body().replaceFirst(".*\"sha256sum\":\"(\\w+)\".*", "$1"));
      int status = ((Answer.Whole) exchange.answer()).status();
      return again ? 200 : status;
    }

    private String request(WireRequest recorded) {
      String body = filled(recorded.body());
      StringBuilder text = new StringBuilder();
      text.append(recorded.method())
          .append(' ')
          .append(place(recorded.path()))
          .append(" HTTP/1.1\r\n");
      recorded
          .headers()
          .forEach((name, values) ->
              text.append(asGoWritesIt(name))
                  .append(": ")
                  .append(header(name, values.getFirst(), body))
                  .append("\r\n"));
      text.append("Connection: close\r\n\r\n");
      boolean chunked = recorded.header("Transfer-Encoding").isPresent();
      if (chunked && !body.isEmpty()) {
        text.append(Integer.toHexString(body.length())).append("\r\n").append(body).append("\r\n");
      }
      return text.append(chunked ? "0\r\n\r\n" : body).toString();
    }

    private static String asGoWritesIt(String name) {
      return Pattern.compile("\\b[a-z]")
          .matcher(name)
          .replaceAll(letter -> letter.group().toUpperCase(Locale.ROOT));
    }

    private String header(String name, String value, String body) {
      return name.equalsIgnoreCase("Content-Length")
          ? Integer.toString(body.length())
          : filled(value);
    }

    private String place(String path) {
      return places.getOrDefault(path, filled(path));
    }

    private String filled(String text) {
      String filled = text;
      for (Map.Entry<String, String> each : putIn.entrySet()) {
        filled = filled.replace(each.getKey(), each.getValue());
      }
      return filled;
    }

    /** Checks what the published program reads, and keeps what it goes on with. */
    private void note(WireRequest recorded, RawReply reply) throws JsonException {
      String path = recorded.path();
      if (path.startsWith("/s3/")) {
        assertThat(reply.header("content-length")).isPresent();
        if (recorded.method().equals("GET")) {
          assertThat(ObjectId.of(reply.body().getBytes(StandardCharsets.ISO_8859_1)).hex())
              .isEqualTo(path.substring("/s3/".length()));
        }
        return;
      }
      if (reply.status() == 200 && path.startsWith("/profiles/")) {
        assertThat(reply.body()).startsWith("[{\"nick\":\"");
        return;
      }
      JsonObject answer = JsonReader.readObject(reply.body().getBytes(StandardCharsets.ISO_8859_1));
      answers.put(recorded.line(), answer);
      if (reply.status() == 401 && !path.endsWith("/login")) {
        assertThat(reply.header("www-authenticate"))
            .contains("JWT realm=\"pantahub services\", ph-aeps=\"" + hub.url("/auth") + "\"");
      } else if (path.equals("/auth/login") && reply.status() == 200) {
        assertThat(answer.members()).containsOnlyKeys("token");
        List.of("tok-anon", "tok-device", "tok-user")
            .forEach(token -> putIn.putIfAbsent(token, string(answer, "token")));
      } else if (path.endsWith("/.pvrremote")) {
        assertThat(string(answer, "json-key")).isEqualTo("state");
        List.of("json-get-url", "objects-endpoint", "post-url")
            .forEach(name -> assertThat(string(answer, name)).startsWith(hub.url("/trails/")));
        places.put("/trails/tid1/steps/3/state", local(string(answer, "json-get-url")));
        put("/objects", local(string(answer, "objects-endpoint")));
      } else if (path.startsWith("/objects/")) {
        assertThat(reply.header("pantahub-object-type")).isPresent();
        string(answer, "objectname");
        String sha = string(answer, "sha256sum");
        String url = recorded.method().equals("GET") ? "signed-geturl" : "signed-puturl";
        places.put("/s3/" + sha, local(string(answer, url)));
      } else if (path.startsWith("/logs/")) {
        List.of("start", "page", "count")
            .forEach(name -> assertThat(answer.integer(name)).as(name).isPresent());
        put("cur1", string(answer, "next-cursor"));
      } else if (path.equals("/devices/")) {
        put("devsecret", string(answer, "secret"))
            .put("prn:::devices:/did1", string(answer, "prn"));
      } else if (path.endsWith("/steps")) {
        assertThat(answer.get("rev")).get().isInstanceOf(JsonNumber.class);
        assertThat(Sha256.isHex(string(answer, "state-sha"))).isTrue();
        assertThat(string(answer, "trail-id")).isNotEmpty();
      }
    }

    private String local(String url) {
      assertThat(url).startsWith(hub.hub().url().toString());
      return url.substring(hub.hub().url().toString().length());
    }
  }

  private static String string(JsonObject answer, String member) {
    return answer
        .string(member)
        .orElseThrow(() -> new AssertionError("no text " + member + " in " + answer.members()));
  }

  /** An answer as it came over the wire. */
  private record RawReply(int status, Map<String, String> headers, String body) {
    static RawReply of(String raw) {
      int end = raw.indexOf("\r\n\r\n");
      String[] head = raw.substring(0, end).split("\r\n", -1);
      Map<String, String> headers = new HashMap<>();
      for (int i = 1; i < head.length; i++) {
        int colon = head[i].indexOf(':');
        headers.put(
            head[i].substring(0, colon).toLowerCase(Locale.ROOT),
            head[i].substring(colon + 1).strip());
      }
      return new RawReply(
          Integer.parseInt(head[0].split(" ", -1)[1]), headers, raw.substring(end + 4));
    }

    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  /** A device of the owner's that has the recorded state as its step 3, as in the recordings. */
  private DeviceLogin recordedDevice(String nick) throws JsonException {
    WireLog clone = WireLog.named("03-clone-token");
    DeviceLogin device = hub.deviceWithTrail(owner, nick);
    for (WireLog.Exchange exchange : clone.exchanges()) {
      if (exchange.request().path().startsWith("/s3/")) {
        hub.object(owner, ((Answer.Whole) exchange.answer()).body(), "recorded");
      }
    }
    JsonObject state =
        JsonReader.readObject(clone.file(".pvr/json").getBytes(StandardCharsets.UTF_8));
    for (int rev = 1; rev <= 3; rev++) {
      assertThat(
              hub.post("/trails/" + device.id() + "/steps", owner, TestHub.step(-1, state))
                  .status())
          .isEqualTo(200);
    }
    return device;
  }

  private Talk talk(String recording, DeviceLogin device) {
    return new Talk(recording).put(TRAIL, device.id()).put("tok-user", owner);
  }

  @Test
  void clonesAPublicDeviceWithoutAnAccount() throws IOException, JsonException {
    DeviceLogin device = recordedDevice("public");
    hub.call(
        "PUT",
        "/devices/" + device.id() + "/public",
        Optional.of(owner),
        Optional.empty(),
        Map.of());
    talk("01-clone-anon", device).hold();
  }

  @Test
  void clonesWithAToken() throws IOException, JsonException {
    Talk talk = talk("03-clone-token", recordedDevice("private")).hold();
    JsonObject state = talk.answer("GET /trails/tid1/steps/3/state");
    assertThat(state)
        .isEqualTo(
            JsonReader.readObject(talk.log.file(".pvr/json").getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void takesAStepThatIsPostedAsText() throws IOException, JsonException {
    Talk talk = talk("15-post-nochange", recordedDevice("unchanged")).hold();
    assertThat(talk.answer("POST /trails/tid1/steps").integer("rev")).contains(4L);
    assertThat(talk.log.requests("POST /trails/tid1/steps").getFirst().header("Content-Type"))
        .contains("text/plain; charset=utf-8");
  }

  @Test
  void takesNewObjectsKnownOnesAndOnesThatComeTwice() throws IOException, JsonException {
    DeviceLogin device = recordedDevice("objects");
    Talk talk = talk("18-post-objects", device);
    for (WireLog.Exchange exchange : WireLog.named("58-device-create").exchanges()) {
      WireRequest request = exchange.request();
      if (request.method().equals("PUT") && !talk.log.lines().contains(request.line())) {
        hub.object(owner, request.body(), "known");
      }
    }
    talk.hold();
    assertThat(talk.answer("POST /trails/tid1/steps").integer("rev")).contains(4L);
    assertThat(hub.get("/trails/" + device.id() + "/steps/4/state", owner).json())
        .isEqualTo(
            JsonReader.readObject(talk.log.file(".pvr/json").getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void logsInAndSaysWhoThatIs() throws IOException, JsonException {
    Talk talk = new Talk("42-login-ok").put("secret", TestHub.PASSWORD).hold();
    JsonObject claims = talk.answer("GET /auth/auth_status");
    assertThat(string(claims, "nick")).isEqualTo("alice");
    assertThat(string(claims, "type")).isEqualTo("USER");
    assertThat(string(claims, "prn")).startsWith("prn:");
  }

  @Test
  void refusesAWrongPasswordAsJson() throws IOException, JsonException {
    new Talk("45-login-wrong").hold();
  }

  @Test
  void makesADeviceWithItsFirstStep() throws IOException, JsonException {
    Talk talk = new Talk("58-device-create").put("tok-user", owner).hold();
    JsonObject device = talk.answer("POST /devices/");
    assertThat(string(device, "nick")).isEqualTo("newdev");
    assertThat(hub.get("/" + nick + "/newdev/.pvrremote", owner).status()).isEqualTo(200);
  }

  private Talk claiming(String recording, String recordedChallenge, String challenge) {
    JsonObject device = hub.postOpen("/devices/", JsonObject.EMPTY).json();
    String right = string(device, "challenge");
    return new Talk(recording)
        .put("did1", string(device, "id"))
        .put("tok-user", owner)
        .put(
            "challenge=" + recordedChallenge,
            "challenge=" + (challenge.isEmpty() ? right : challenge));
  }

  @Test
  void claimsADevice() throws IOException, JsonException {
    Talk talk = claiming("59-claim", "good", "").hold();
    JsonObject device = talk.answer("PUT /devices/did1?challenge=good");
    assertThat(string(device, "id")).isEqualTo(talk.putIn.get("did1"));
    assertThat(string(device, "owner")).isEqualTo(hub.get("/auth/", owner).string("prn"));
  }

  @Test
  void refusesAClaimWithAnotherChallenge() throws IOException, JsonException {
    claiming("60-claim-bad", "bad", "bad").hold();
  }

  @Test
  void completesTheNameOfAnAccount() throws IOException, JsonException {
    String alice = hub.login("alice", TestHub.PASSWORD);
    String shown = hub.device(alice, "shown-by-" + nick).id();
    hub.put("/devices/" + shown + "/public", alice, JsonObject.EMPTY);
    new Talk("67-complete-clone-loggedin").put("tok-user", owner).hold();
    assertThat(hub.get("/profiles/?nick=%5Eal", owner).text()).startsWith("[{\"nick\":\"alice\"");
  }

  @Test
  void registers() throws IOException, JsonException {
    Talk talk = new Talk("61-register").put("\"bob\"", "\"bobby\"").hold();
    assertThat(talk.answer("POST /auth/accounts").members()).containsKeys("token", "redirect-uri");
  }

  /** What the published program shows of each line: it was recorded in front of a stand-in. */
  private void assertLogged(Talk talk, String firstRequest) {
    assertThat(talk.answer(firstRequest).get("entries")).isPresent();
    JsonObject entry =
        (JsonObject)
            ((JsonArray) talk.answer(firstRequest).get("entries").orElseThrow()).items().getFirst();
    assertThat(string(entry, "id")).matches("[0-9a-f]{24}");
    assertThat(string(entry, "msg")).isEqualTo("hello world");
    assertThat(talk.answer("POST /logs/cursor").get("entries")).isEmpty();
  }

  private DeviceLogin loggedDevice() {
    DeviceLogin device = hub.device(owner, "dev1");
    JsonObject line =
        JsonObject.builder()
            .put("rev", "3")
            .put("plat", "plat")
            .put("src", "src")
            .put("msg", "hello world")
            .build();
    assertThat(hub.post("/logs/", device.token(), line).status()).isEqualTo(200);
    return device;
  }

  @Test
  void followsTheLogsOfADevice() throws IOException, JsonException {
    loggedDevice();
    Talk talk =
        new Talk("56-device-logs")
            .put("tok-user", owner)
            .put("2026-11-22T19%3A33%3A53Z", "2020-01-01T00%3A00%3A00Z")
            .hold();
    assertLogged(talk, talk.log.lines().getFirst());
  }

  @Test
  void followsTheLogsOfOneRevision() throws IOException, JsonException {
    Talk talk =
        new Talk("57-device-logs-json")
            .put("tok-user", owner)
            .put("5ee13a6087dfb60008ab8f5c", loggedDevice().id())
            .hold();
    assertLogged(talk, talk.log.lines().getFirst());
  }
}
