package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.DeviceWire.DeviceAnswer;
import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The points of {@link ChecklistTest} about who gets in and how a device gets its owner, with the
 * bytes on the wire.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChecklistAccessTest {
  private static final Optional<String> NOTHING = Optional.empty();
  private static final String ANONYMOUS = "prn:pantahub.com:auth:/anon";

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

  private DeviceAnswer send(String method, String path, String token) throws IOException {
    return wire.events(method, path, Optional.of(token), NOTHING);
  }

  private DeviceAnswer open(String method, String path) throws IOException {
    return wire.events(method, path, NOTHING, NOTHING);
  }

  private static Optional<String> json(Map<String, String> members) {
    JsonObject.Builder document = JsonObject.builder();
    members.forEach(document::put);
    return Optional.of(DeviceWire.bytes(JsonWriter.COMPACT.text(document.build())));
  }

  private DeviceAnswer login(Map<String, String> body) throws IOException {
    return wire.events("POST", "/auth/login", NOTHING, json(body));
  }

  private String token(DeviceReader device) throws IOException {
    return login(Map.of("username", device.value("prn"), "password", device.value("secret")))
        .json()
        .value("token");
  }

  /** Every route: {@link StrangerTest#asksForATokenFirst}. */
  @Test
  void point03WhoHasNoTokenIsToldWhereToGetOne() throws IOException {
    String header = "JWT realm=\"pantahub services\", ph-aeps=\"" + hub.url("/auth") + "\"";
    for (String path :
        List.of("/auth/auth_status", "/trails/summary", "/devices/x", "/a/b/.pvrremote")) {
      for (DeviceAnswer answer :
          List.of(
              open("GET", path),
              send("GET", path, "bad"),
              wire.old("GET", path, NOTHING, NOTHING))) {
        assertThat(answer.status()).as(path).isEqualTo(401);
        assertThat(answer.headers()).as(path).containsEntry("www-authenticate", header);
      }
    }
  }

  @Test
  void point04WhatIsRefusedIsRefusedInJson() throws IOException {
    DeviceLogin device = hub.deviceWithTrail(alice, "point04");
    List<DeviceAnswer> refused =
        List.of(
            login(Map.of("username", "alice", "password", "wrong")),
            login(Map.of("username", "nobody-here", "password", "wrong")),
            open("GET", "/auth/login"),
            send("GET", "/auth/login", "bad"),
            open("GET", "/trails/"),
            send("GET", "/trails/" + device.id() + "/.pvrremote", hub.anonymous()),
            send("PUT", "/devices/" + device.id() + "?challenge=x", alice));
    assertThat(refused)
        .extracting(DeviceAnswer::status)
        .containsExactly(401, 401, 401, 401, 401, 403, 403);
    assertThat(refused)
        .allSatisfy(answer -> assertThat(answer.json().strictly().members()).isNotEmpty());
  }

  @Test
  void point05APrivateRepositoryIs403AndNeverTheFirstAnswer() throws IOException {
    DeviceLogin device = hub.deviceWithTrail(alice, "point05");
    String anonymous = hub.anonymous();
    for (String path :
        List.of(
            "/trails/" + device.id() + "/.pvrremote",
            "/trails/" + device.id() + "/steps/0/.pvrremote",
            "/trails/" + device.id() + "/steps/0/state",
            "/trails/0123456789abcdef01234567/.pvrremote",
            "/alice/point05/.pvrremote",
            "/alice/no-such/.pvrremote",
            "/nobody-here/point05/.pvrremote")) {
      assertThat(open("GET", path).status()).as(path).isEqualTo(401);
      assertThat(send("GET", path, anonymous).status()).as(path).isEqualTo(403);
    }
    assertThat(send("GET", "/alice/point05/.pvrremote", alice).status()).isEqualTo(200);
  }

  @Test
  void point06SomebodyWithoutANameGetsInToRead() throws IOException {
    DeviceAnswer answer =
        login(
            Map.of(
                "username", ANONYMOUS,
                "password", ANONYMOUS,
                "scope", "devices.readonly objects.readonly trails.readonly"));
    assertThat(answer.status()).isEqualTo(200);
    String token = answer.json().value("token");
    assertThat(hub.get("/auth/auth_status", token).string("scopes").split(" "))
        .containsExactlyInAnyOrder(
            "prn:pantahub.com:apis:/base/devices.readonly",
            "prn:pantahub.com:apis:/base/objects.readonly",
            "prn:pantahub.com:apis:/base/trails.readonly");
    DeviceAnswer greedy =
        login(Map.of("username", ANONYMOUS, "password", ANONYMOUS, "scope", "all devices.write"));
    assertThat(hub.get("/auth/auth_status", greedy.json().value("token")).string("scopes"))
        .matches("(\\S+\\.readonly ?)+");
    DeviceLogin device = hub.deviceWithTrail(alice, "point06");
    send("PUT", "/devices/" + device.id() + "/public", alice);
    assertThat(send("GET", "/alice/point06/.pvrremote", token).status()).isEqualTo(200);
    assertThat(send("POST", "/devices/", token).status()).isEqualTo(403);
  }

  @Test
  void point07ASessionIsRefreshedWithItsToken() throws IOException {
    DeviceAnswer refreshed = send("GET", "/auth/login", alice);
    assertThat(refreshed.status()).isEqualTo(200);
    refreshed.json().mustFind("token");
    assertThat(send("GET", "/auth/auth_status", refreshed.json().value("token")).status())
        .isEqualTo(200);
    assertThat(open("GET", "/auth/login").status()).isEqualTo(401);
  }

  @Test
  void point08WhoIsIn() throws IOException {
    DeviceReader person = send("GET", "/auth/auth_status", alice).json();
    person.mustFind("nick", "prn", "type");
    assertThat(person.value("nick")).isEqualTo("alice");
    assertThat(person.value("type")).isEqualTo("USER");
    DeviceLogin device = hub.device(alice, "point08");
    JsonObject itself = send("GET", "/auth/auth_status", device.token()).json().strictly();
    assertThat(itself.string("prn")).contains(device.prn());
    assertThat(itself.string("type")).contains("DEVICE");
  }

  /** Each byte that a device sends, and each byte that it gets. */
  @Test
  void point09ADeviceRegistersByAskingForNothing() throws IOException {
    String authority = hub.hub().url().getAuthority();
    String raw =
        RawHttp.exact(
            hub.hub().url(),
            "POST "
                + hub.url("/devices/")
                + " HTTP/1.0\r\nHost: "
                + authority
                + "\r\nConnection: close\r\nUser-Agent: Pantavisor/2 (Linux; x86_64) PV/022 Date/20260101\r\n\r\n");
    DeviceAnswer alone = DeviceWire.checked(raw);
    assertThat(alone.status()).isEqualTo(200);
    DeviceReader device = alone.json();
    device.mustFind("id", "prn", "nick", "owner", "secret", "challenge");
    String time = device.value("time-created");
    assertThat(alone.body())
        .isEqualTo(
            ("{'id':'%s','prn':'prn:::devices:/%s','nick':'%s','owner':'','secret':'%s','time-created':'%s',"
                    + "'time-modified':'%s','challenge':'%s','public':false,'user-meta':{},'device-meta':{},"
                    + "'garbage':false,'mark_public_processed':false}")
                .replace('\'', '"')
                .formatted(
                    device.value("id"),
                    device.value("id"),
                    device.value("nick"),
                    device.value("secret"),
                    time,
                    time,
                    device.value("challenge")));

    DeviceAnswer simulated = wire.events("POST", "/devices/", NOTHING, Optional.of("{}"));
    assertThat(names(simulated)).isEqualTo(names(alone));
    DeviceAnswer owned =
        wire.events("POST", "/devices/", Optional.of(alice), Optional.of("{\"nick\":\"point09\"}"));
    assertThat(owned.json().value("nick")).isEqualTo("point09");
    assertThat(names(owned)).isEqualTo(names(alone).replace("challenge ", ""));
  }

  private static String names(DeviceAnswer answer) {
    assertThat(answer.status()).isEqualTo(200);
    return answer.json().strictly().members().sequencedKeySet().stream()
        .collect(Collectors.joining(" "));
  }

  private DeviceReader registered() throws IOException {
    return wire.old("POST", "/devices/", NOTHING, NOTHING).json();
  }

  private String claimPath(DeviceReader device) {
    return "/devices/" + device.value("id") + "?challenge=" + device.value("challenge");
  }

  @Test
  void point11TheChallengeGivesADeviceToWhoeverKnowsIt() throws IOException {
    DeviceReader device = registered();
    for (String length : List.of("Content-Length: 0\r\n", "")) {
      DeviceAnswer first = claim(device, length);
      assertThat(first.status()).isEqualTo(401);
      assertThat(first.headers()).containsKey("www-authenticate");
    }
    String guess = "/devices/" + device.value("id") + "?challenge=not-that-one";
    assertThat(send("PUT", guess, alice).status()).isEqualTo(403);
    DeviceAnswer claimed =
        claim(device, "Content-Length: 0\r\nAuthorization: Bearer " + alice + "\r\n");
    assertThat(claimed.status()).as(claimed.body()).isEqualTo(200);
    assertThat(claimed.json().strictly().string("id")).contains(device.value("id"));
    assertThat(send("PUT", claimPath(device), hub.account("point11")).status()).isEqualTo(403);
  }

  private DeviceAnswer claim(DeviceReader device, String headers) throws IOException {
    return DeviceWire.checked(
        RawHttp.exact(
            hub.hub().url(),
            "PUT "
                + claimPath(device)
                + " HTTP/1.1\r\nHost: hub\r\nUser-Agent: go-resty/1.11.0\r\nConnection: close\r\n"
                + headers
                + "\r\n"));
  }

  @Test
  void point12ATokenSaysWhoseTheDeviceWasAtItsLogin() throws IOException, JsonException {
    DeviceReader device = registered();
    assertThat(claims(token(device)).string("owner")).contains("");
    send("PUT", claimPath(device), alice);
    assertThat(claims(token(device)).string("owner")).isEqualTo(claims(alice).string("prn"));
  }

  private static JsonObject claims(String token) throws JsonException {
    String payload = token.split("\\.", -1)[1];
    byte[] claims = Base64.getUrlDecoder().decode(payload.getBytes(StandardCharsets.ISO_8859_1));
    return JsonReader.readObject(claims);
  }

  @Test
  void point13ADeviceSeesItsChallengeAndThenItsOwner() throws IOException, JsonException {
    DeviceReader device = registered();
    String token = token(device);
    String path = "/devices/" + device.value("id");
    for (int way = 0; way < 2; way++) {
      DeviceReader waiting = poll(way, path, token);
      waiting.mustFind("id", "owner", "challenge");
      assertThat(waiting.value("id")).isEqualTo(device.value("id"));
      assertThat(waiting.value("owner")).isEmpty();
      assertThat(waiting.value("challenge")).isEqualTo(device.value("challenge"));
    }
    send("PUT", claimPath(device), alice);
    for (int way = 0; way < 2; way++) {
      DeviceReader claimed = poll(way, path, token);
      claimed.mustFind("id", "owner");
      assertThat(claimed.value("owner")).isEqualTo(claims(alice).string("prn").orElseThrow());
      assertThat(claimed.strictly().members()).doesNotContainKey("challenge");
    }
  }

  private DeviceReader poll(int way, String path, String token) throws IOException {
    DeviceAnswer answer =
        way == 0 ? wire.old("GET", path, Optional.of(token), NOTHING) : send("GET", path, token);
    assertThat(answer.status()).isEqualTo(200);
    return answer.json();
  }
}
