package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Taking away devices and objects, which removes nothing of what a step is made of. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HideTest {
  private TestHub hub;
  private String alice;
  private String bob;

  @BeforeAll
  void start(@TempDir Path data) throws IOException {
    hub = TestHub.start(data.resolve("hub"));
    alice = hub.account("alice");
    bob = hub.account("bob");
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  private Reply write(String method, String path, String token, String body) {
    return hub.call(method, path, Optional.of(token), Optional.of(body), Map.of());
  }

  private DeviceLogin deviceWithObject(String nick, String object) {
    DeviceLogin device = hub.deviceWithTrail(alice, nick);
    Reply posted =
        hub.post(
            "/trails/" + device.id() + "/steps",
            alice,
            TestHub.step(-1, TestHub.state("app/a", object)));
    assertThat(posted.status()).isEqualTo(200);
    return device;
  }

  private static JsonObject last(Reply events) {
    List<Json> all = ((JsonArray) events.anyJson()).items();
    return (JsonObject) all.getLast();
  }

  @Test
  void aHiddenDeviceIsInNoListAndItsNickIsFree() {
    DeviceLogin device = hub.deviceWithTrail(alice, "listed");
    Reply hidden = hub.delete("/devices/" + device.id(), alice);
    assertThat(hidden.status()).isEqualTo(200);
    assertThat(hidden.json().get("garbage")).contains(Json.Literal.TRUE);
    assertThat(hidden.text()).doesNotContain("\"secret\"").doesNotContain("\"challenge\"");
    for (String list :
        List.of("/devices/", "/trails/", "/trails/summary", "/devices/?nick=%5E__")) {
      assertThat(hub.get(list, alice).text()).as(list).doesNotContain(device.id());
    }
    assertThat(hub.get("/devices/listed", alice).status()).isEqualTo(400);
    assertThat(hub.get("/alice/listed", alice).status()).isEqualTo(403);
    assertThat(hub.get("/devices/" + hidden.string("nick"), alice).status()).isEqualTo(400);
    DeviceLogin another = hub.device(alice, "listed");
    assertThat(hub.get("/devices/listed", alice).string("id")).isEqualTo(another.id());
  }

  @Test
  void itsEventSaysWhoAndWhyAndWhatItWasCalled() {
    DeviceLogin device = hub.device(alice, "stolen-one");
    hub.delete("/devices/stolen-one?why=stolen%20in%20L%C3%BCbeck", alice);
    JsonObject event = last(hub.get("/firmtrail/v1/devices/" + device.id() + "/events", alice));
    assertThat(event.string("kind")).contains("hidden");
    assertThat(event.string("who")).isEqualTo(hub.get("/auth/", alice).json().string("prn"));
    JsonObject body = event.object("body").orElseThrow();
    assertThat(body.string("nick-before")).contains("stolen-one");
    assertThat(body.string("why")).contains("stolen in Lübeck");
  }

  @Test
  void aHiddenDeviceIsNobodyAnyMore() throws IOException {
    Reply made =
        hub.post("/devices/", alice, JsonObject.builder().put("nick", "locked-out").build());
    String prn = made.string("prn");
    String token = hub.login(prn, made.string("secret"));
    hub.delete("/devices/" + made.string("id"), alice);
    // The session that it has ends too, and cannot be made longer.
    for (String path : List.of("/trails/", "/auth/login", "/auth/auth_status", "/objects/")) {
      assertThat(hub.get(path, token).status()).as(path).isEqualTo(401);
    }
    Reply refused = hub.tryLogin(prn, made.string("secret"));
    Reply unknown = hub.tryLogin("prn:::devices:/0123456789abcdef01234567", "no such secret");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.string("msg")).isEqualTo(unknown.string("msg"));
    hub.restart();
    assertThat(hub.get("/trails/", token).status()).isEqualTo(401);
    assertThat(hub.tryLogin(prn, made.string("secret")).status()).isEqualTo(401);
  }

  @Test
  void onlyItsOwnerStillSeesItAndNobodyChangesIt() {
    String object = hub.object(alice, "kept", "app/a");
    DeviceLogin device = deviceWithObject("kept", object);
    String sibling = hub.device(alice, "sibling").token();
    String path = "/devices/" + device.id();
    String step = TestHub.step(device, 1);
    write("PUT", path + "/public", alice, "");
    write("PUT", path + "/user-meta", alice, "{\"key\":\"said\"}");
    String running = "/firmtrail/v1" + path + "/running?at=" + Instant.now();
    String before = hub.get(step + "/state", alice).text();
    assertThat(hub.get(step, bob).status()).isEqualTo(200);
    hub.delete(path, alice);

    for (String token : List.of(bob, sibling, hub.anonymous())) {
      for (String read : List.of(path, step, step + "/state", step + "/objects")) {
        assertThat(hub.get(read, token).status()).as(read).isEqualTo(403);
      }
      assertThat(hub.get("/firmtrail/v1" + path + "/events", token).status()).isEqualTo(403);
      assertThat(hub.get(running, token).status()).isEqualTo(403);
      assertThat(hub.get("/firmtrail/v1" + step + "/events", token).status()).isEqualTo(403);
    }
    assertThat(hub.get(path, alice).json().get("garbage")).contains(Json.Literal.TRUE);
    assertThat(hub.get(path, alice).text()).contains("\"user-meta\":{\"key\":\"said\"}");
    assertThat(hub.get(running, alice).status()).isEqualTo(200);
    assertThat(hub.get(step + "/state", alice).text()).isEqualTo(before);
    assertThat(hub.get("/trails/" + device.id() + "/steps", alice).text()).contains(before);
    Reply bytes =
        hub.get(hub.get(step + "/objects/" + object, alice).string("signed-geturl"), alice);
    assertThat(bytes.text()).isEqualTo("kept");
    assertThat(hub.get("/firmtrail/v1" + step + "/events", alice).text()).contains("posted");
    assertThat(hub.get("/firmtrail/v1" + path + "/signature-policy/history", alice).status())
        .isEqualTo(200);

    assertThat(hub.postStep(device, alice, "more").status()).isEqualTo(403);
    assertThat(hub.decide("cancel", device, 1, alice).status()).isEqualTo(403);
    assertThat(hub.delete(path, alice).status()).isEqualTo(403);
    assertThat(hub.delete(path + "/public", alice).status()).isEqualTo(403);
    assertThat(write("PUT", path + "/user-meta", alice, "{}").status()).isEqualTo(403);
    assertThat(write("PATCH", path, alice, "{\"nick\":\"back\"}").status()).isEqualTo(403);
    assertThat(write("PUT", path, alice, "{\"nick\":\"back\"}").status()).isEqualTo(403);
    assertThat(
            write("PUT", "/firmtrail/v1" + path + "/signature-policy", alice, "{\"mode\":\"warn\"}")
                .status())
        .isEqualTo(403);
  }

  @Test
  void onlyTheOwnerHidesADevice() {
    DeviceLogin device = hub.deviceWithTrail(alice, "mine");
    write("PUT", "/devices/" + device.id() + "/public", alice, "");
    for (String token : List.of(bob, device.token(), hub.anonymous())) {
      Reply refused = hub.delete("/devices/" + device.id(), token);
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.text()).doesNotContain("mine");
    }
    String unclaimed = hub.postOpen("/devices/", JsonObject.EMPTY).string("id");
    assertThat(hub.delete("/devices/" + unclaimed, alice).status()).isEqualTo(403);
    assertThat(hub.get("/devices/mine", alice).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%0Ab", "a%00b", "a%E2%80%A8b"})
  void aReasonIsOneLine(String why) {
    DeviceLogin device = hub.device(alice, "reason" + Math.floorMod(why.hashCode(), 1000));
    assertThat(hub.delete("/devices/" + device.id() + "?why=" + why, alice).status())
        .isEqualTo(400);
    assertThat(hub.delete("/devices/" + device.id() + "?why=" + "x".repeat(501), alice).status())
        .isEqualTo(400);
    assertThat(hub.delete("/devices/" + device.id() + "?why=" + "x".repeat(500), alice).status())
        .isEqualTo(200);
  }

  @Test
  void aHiddenObjectLeavesTheListAndNothingElse() {
    String object = hub.object(alice, "still needed", "app/a");
    DeviceLogin device = deviceWithObject("uses-it", object);
    String step = TestHub.step(device, 1);
    assertThat(hub.delete("/objects/" + object + "?why=old", bob).status()).isEqualTo(403);
    assertThat(hub.get("/objects/", alice).text()).contains(object);

    Reply hidden = hub.delete("/objects/" + object + "?why=old", alice);
    assertThat(hidden.status()).isEqualTo(200);
    assertThat(hidden.string("sha256sum")).isEqualTo(object);
    assertThat(hub.get("/objects/", alice).text()).doesNotContain(object);
    for (String url : List.of("/objects/" + object, step + "/objects/" + object)) {
      String bytes = hub.get(url, device.token()).string("signed-geturl");
      assertThat(hub.get(bytes, alice).text()).isEqualTo("still needed");
    }
    // Published clients do not announce what the step before had.
    assertThat(
            hub.post(
                    "/trails/" + device.id() + "/steps",
                    alice,
                    TestHub.step(-1, TestHub.state("app/b", object)))
                .status())
        .isEqualTo(200);
    assertThat(hub.delete("/objects/" + object, alice).status()).isEqualTo(200);

    Reply again = hub.post("/objects/", alice, TestHub.announcement("still needed", "app/a"));
    assertThat(again.status()).isEqualTo(409);
    assertThat(hub.get("/objects/", alice).text()).contains(object);
    assertThat(ofObject(alice, object))
        .extracting(event -> event.string("kind").orElseThrow())
        .containsExactly("object-hidden", "object-shown");
    assertThat(ofObject(alice, object).getFirst().object("body").orElseThrow().string("why"))
        .contains("old");
    assertThat(ofObject(bob, object)).isEmpty();
    assertThat(hub.get("/firmtrail/v1/account/events", device.token()).status()).isEqualTo(403);
  }

  private List<JsonObject> ofObject(String token, String object) {
    return ((JsonArray) hub.get("/firmtrail/v1/account/events", token).anyJson())
        .items().stream()
            .map(JsonObject.class::cast)
            .filter(event ->
                event.object("body").orElseThrow().string("sha256sum").equals(Optional.of(object)))
            .toList();
  }

  @Test
  void bytesThatComeAgainShowAnObject() {
    Reply announced = hub.post("/objects/", alice, TestHub.announcement("uploaded twice", "app/a"));
    String object = announced.string("id");
    hub.put(announced.string("signed-puturl"), "uploaded twice");
    hub.delete("/objects/" + object, alice);
    hub.put(announced.string("signed-puturl"), "uploaded twice");
    assertThat(hub.get("/objects/", alice).text()).contains(object);
    assertThat(ofObject(alice, object))
        .extracting(event -> event.string("kind").orElseThrow())
        .containsExactly("object-hidden", "object-shown");
  }

  @Test
  void putRenamesAnObjectAndNothingElse() {
    String object = hub.object(alice, "named", "first");
    JsonObject before = hub.get("/objects/" + object, alice).json();
    String owner = before.string("owner").orElseThrow();
    String body =
        "{\"owner\":\"%s\",\"sha256sum\":\"%s\",\"objectname\":\"second\",\"size\":\"1\",\"sizeint\":1,\"mime-type\":\"x/y\"}";
    Reply renamed = write("PUT", "/objects/" + object, alice, body.formatted(owner, object));
    assertThat(renamed.status()).isEqualTo(200);
    assertThat(renamed.string("objectname")).isEqualTo("second");
    for (String member : List.of("size", "mime-type", "time-created", "owner")) {
      assertThat(renamed.json().string(member)).as(member).isEqualTo(before.string(member));
    }
    String bobs = hub.get("/auth/", bob).string("prn");
    for (String wrong :
        List.of(
            body.formatted(bobs, object),
            body.formatted(owner, "0".repeat(64)),
            "{\"objectname\":\"third\"}")) {
      assertThat(write("PUT", "/objects/" + object, alice, wrong).status()).isEqualTo(400);
    }
    assertThat(write("PUT", "/objects/" + object, bob, body.formatted(owner, object)).status())
        .isEqualTo(403);
    assertThat(hub.get("/objects/" + object, alice).string("objectname")).isEqualTo("second");
  }

  @Test
  void putChangesNickAndSecretOfADevice() {
    DeviceLogin device = hub.device(alice, "before");
    String path = "/devices/" + device.id();
    // As a client would: what it read, with another nick.
    String read = hub.get(path, alice).text();
    Reply changed =
        write("PUT", path, alice, read.replace("\"nick\":\"before\"", "\"nick\":\"after\""));
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.string("nick")).isEqualTo("after");
    Reply secret = write("PUT", path, device.token(), "{\"secret\":\"a secret of its own\"}");
    assertThat(secret.status()).isEqualTo(400);
    secret = write("PUT", path, device.token(), "{\"secret\":\"a-secret-of-its-own\"}");
    assertThat(secret.status()).isEqualTo(200);
    assertThat(secret.text()).doesNotContain("a-secret");
    assertThat(hub.tryLogin(device.prn(), "a-secret-of-its-own").status()).isEqualTo(200);
    String events = hub.get("/firmtrail/v1" + path + "/events", alice).text();
    assertThat(events).contains("\"renamed\"").contains("\"secret-changed\"");
    assertThat(events).doesNotContain("a-secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'{\"owner\":\"prn:::accounts:/0123456789abcdef01234567\"}'|403",
        "'{\"id\":\"0123456789abcdef01234567\"}'|403",
        "'{\"challenge\":\"a-b-c\"}'|403",
        "'{\"garbage\":true}'|403",
        "'{\"public\":true}'|403",
        "'{\"nick\":\"a b\"}'|400",
        "'{\"nick\":\"taken\"}'|409",
        "'[]'|400",
        "''|400"
      })
  void putChangesNothingElseOfADevice(String body, int status) {
    Reply there = hub.post("/devices/", alice, JsonObject.builder().put("nick", "taken").build());
    assertThat(there.status()).isIn(200, 409);
    DeviceLogin device = hub.device(alice, "fixed" + Math.floorMod(body.hashCode(), 100_000));
    String path = "/devices/" + device.id();
    String before = hub.get(path, alice).text();
    assertThat(write("PUT", path, alice, body).status()).isEqualTo(status);
    assertThat(hub.get(path, alice).text()).isEqualTo(before);
    assertThat(write("PUT", path, bob, body).status()).isEqualTo(403);
  }

  @Test
  void aDeviceIsFoundByTwoNicks() {
    DeviceLogin device = hub.device(alice, "np");
    assertThat(hub.get("/devices/np/alice/np", alice).string("id")).isEqualTo(device.id());
    assertThat(hub.get("/devices/np/alice/np", bob).status()).isEqualTo(403);
    assertThat(hub.get("/devices/np/nobody/np", bob).status()).isEqualTo(403);
    write("PUT", "/devices/" + device.id() + "/public", alice, "");
    Reply shown = hub.get("/devices/np/alice/np", bob);
    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.text()).doesNotContain("challenge").doesNotContain("secret");
  }
}
