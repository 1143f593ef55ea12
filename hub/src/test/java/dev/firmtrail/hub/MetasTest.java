package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import java.io.IOException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What owners say to devices and devices of themselves, and who gets to know it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetasTest {
  private static final String USER = "user-meta";
  private static final String DEVICE = "device-meta";

  private TestHub hub;
  private String alice;
  private int devices;

  @BeforeAll
  void start(@TempDir Path data) throws IOException {
    hub = TestHub.start(data.resolve("hub"));
    alice = hub.account("alice");
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  private DeviceLogin device() {
    return hub.device(alice, "metas-" + devices++);
  }

  private Reply write(String method, DeviceLogin device, String kind, String token, String body) {
    return hub.call(
        method,
        "/devices/" + device.id() + "/" + kind,
        Optional.of(token),
        Optional.of(body),
        Map.of());
  }

  private void say(String method, DeviceLogin device, String kind, String body) {
    Reply reply = write(method, device, kind, kind.equals(USER) ? alice : device.token(), body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
  }

  /** What the owner reads of it in the device, as it is written there. */
  private String shown(DeviceLogin device, String kind, String token) {
    String text = hub.get("/devices/" + device.id(), token).text();
    int from = text.indexOf("\"" + kind + "\":") + kind.length() + 3;
    return text.substring(
        from, text.indexOf(kind.equals(USER) ? ",\"device-meta\":" : ",\"garbage\":", from));
  }

  private List<JsonObject> events(DeviceLogin device) {
    Reply reply = hub.get("/firmtrail/v1/devices/" + device.id() + "/events?from=1", alice);
    return ((JsonArray) reply.anyJson()).items().stream().map(JsonObject.class::cast).toList();
  }

  private static Json json(String text) {
    try {
      return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonException broken) {
      throw new AssertionError(text, broken);
    }
  }

  @Test
  void givesADeviceWhatItsOwnerSaysAsAFlatObject() {
    DeviceLogin device = device();
    String path = "/devices/" + device.id() + "/user-meta";
    assertThat(hub.get(path, device.token()).text()).isEqualTo("{}");
    String first = "{\"b\":\"a/<&>'\u007f\u00e9\u2028\",\"a.b\":\"\\\"\\\\\\n\",\"\":\"x\"}";
    assertThat(write("PUT", device, USER, alice, first).status()).as("no name").isEqualTo(400);
    String second = first.replace(",\"\":\"x\"", "");
    Reply put = write("PUT", device, USER, alice, second);
    assertThat(put.text()).isEqualTo(second);
    assertThat(hub.get(path, device.token()).text()).isEqualTo(second);
    assertThat(hub.get(path, alice).text()).isEqualTo(second);
    String patch = "{\"b\":null,\"missing\":null,\"k\":{\"n\":null}}";
    Reply patched = write("PATCH", device, USER, alice, patch);
    assertThat(patched.status()).isEqualTo(200);
    assertThat(patched.text()).as("the patch itself").isEqualTo(patch);
    String third = "{\"a.b\":\"\\\"\\\\\\n\",\"k\":{\"n\":null}}";
    assertThat(hub.get(path, device.token()).text()).isEqualTo(third);
    assertThat(shown(device, USER, alice)).isEqualTo(third);
    assertThat(shown(device, USER, device.token())).isEqualTo(third);
  }

  @Test
  void keepsWhatADeviceSaysOfItself() {
    DeviceLogin device = device();
    Reply put =
        write(
            "PUT",
            device,
            DEVICE,
            device.token(),
            "{\"storage\":{\"free\":1,\"total\":2},\"pantavisor.arch\":\"x\"}");
    assertThat(put.status()).isEqualTo(200);
    assertThat(put.text()).isEqualTo("{\"status\":\"ok\"}");
    Reply patch =
        write(
            "PATCH",
            device,
            DEVICE,
            device.token(),
            "{\"storage\":{\"free\":3},\"pantavisor.arch\":null,\"time\":{}}");
    assertThat(patch.text()).isEqualTo("{\"status\":\"ok\"}");
    String now = "{\"storage\":{\"free\":3},\"time\":{}}";
    assertThat(shown(device, DEVICE, alice)).as("a value is replaced whole").isEqualTo(now);
    assertThat(shown(device, DEVICE, device.token())).isEqualTo(now);
    say("PUT", device, DEVICE, "{\"only\":\"this\"}");
    assertThat(shown(device, DEVICE, alice)).isEqualTo("{\"only\":\"this\"}");
    assertThat(shown(device, USER, alice)).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a.b.c\":\"\",\"a\uff2eb\":\"\",\"a\":{\"b\uff2ec\":1,\"b.c\":2}}",
        "{\"n\":0.50,\"m\":1e400,\"k\":[9007199254740993,-0.0,1E+2,100000000000000000000000001]}",
        "{\"z\":1,\"a\":true,\"\ud83d\ude00\":\"\u007f\",\"A\":null}",
        "{}"
      })
  void givesBackTheVeryTextOfNamesAndNumbers(String text) {
    DeviceLogin device = device();
    say("PUT", device, DEVICE, "{\"before\":1}");
    say("PUT", device, DEVICE, text);
    say("PUT", device, USER, "{\"before\":1}");
    assertThat(write("PUT", device, USER, alice, text).text()).isEqualTo(text);
    assertThat(shown(device, DEVICE, alice)).isEqualTo(text);
    assertThat(shown(device, USER, device.token())).isEqualTo(text);
    assertThat(hub.get("/devices/", alice).text()).contains("\"device-meta\":" + text);
  }

  @Test
  void keepsADifferenceAsAnEventAndNothingWhereThereIsNone() {
    DeviceLogin device = device();
    say("PUT", device, DEVICE, "{}");
    say("PUT", device, DEVICE, "{\"a\":1,\"b\":{\"c\":[0.50]},\"d\":\"x\"}");
    say("PUT", device, DEVICE, "{\"d\":\"x\",\"b\":{\"c\":[5e-1]},\"a\":1.0}");
    say("PATCH", device, DEVICE, "{\"a\":1,\"missing\":null}");
    say("PUT", device, DEVICE, "{\"a\":2,\"b\":{\"c\":[0.5]},\"e\":null}");
    say("PATCH", device, DEVICE, "{\"a\":null,\"f\":\"\\ud800\"}");
    say("PATCH", device, DEVICE, "{\"f\":\"\\udc00\"}");
    say("PATCH", device, USER, "{\"u\":1}");
    write("PUT", device, USER, device.token(), "{}");
    List<JsonObject> events = events(device);
    assertThat(events)
        .extracting(event -> event.object("body").orElseThrow())
        .containsExactly(
            (JsonObject) json("{\"gone\":[],\"set\":{\"a\":1,\"b\":{\"c\":[0.5]},\"d\":\"x\"}}"),
            (JsonObject) json("{\"gone\":[\"d\"],\"set\":{\"a\":2,\"e\":null}}"),
            (JsonObject) json("{\"gone\":[\"a\"],\"mended\":true,\"set\":{\"f\":\"\ufffd\"}}"),
            (JsonObject) json("{\"gone\":[],\"set\":{\"u\":1}}"),
            (JsonObject) json("{\"gone\":[\"u\"],\"set\":{}}"));
    assertThat(events)
        .extracting(event -> event.string("kind").orElseThrow())
        .containsExactly(DEVICE, DEVICE, DEVICE, USER, USER);
    String owner = hub.get("/auth/", alice).string("prn");
    assertThat(events)
        .extracting(event -> event.string("who").orElseThrow())
        .containsExactly(device.prn(), device.prn(), device.prn(), owner, device.prn());
  }

  @Test
  void readsWhatADeviceCutInTheMiddleOfALetter() throws IOException {
    DeviceLogin device = device();
    String body =
        "{\"uname\":\"Gr"
            + new String(new byte[] {(byte) 0xc3}, StandardCharsets.ISO_8859_1)
            + "\"}";
    String answer =
        RawHttp.exact(
            hub.hub().url(),
            "PUT /devices/"
                + device.id()
                + "/device-meta HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer "
                + device.token()
                + "\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);
    assertThat(answer).startsWith("HTTP/1.1 200 ");
    assertThat(shown(device, DEVICE, alice)).isEqualTo("{\"uname\":\"Gr\ufffd\"}");
    assertThat(write("PUT", device, USER, alice, "{\"a\":\"\\ud800\"}").status())
        .as("people can do better")
        .isEqualTo(400);
  }

  @Test
  void refusesWhatIsTooLargeAndKeepsWhatWas() {
    DeviceLogin device = device();
    say("PUT", device, DEVICE, "{\"a\":\"" + "x".repeat(40_000) + "\"}");
    String before = shown(device, DEVICE, alice);
    StringBuilder many = new StringBuilder("{\"n0\":0");
    for (int i = 1; i <= 1000; i++) {
      many.append(",\"n").append(i).append("\":0");
    }
    Map<String, Integer> refused =
        Map.of(
            "{\"b\":\"" + "y".repeat(30_000) + "\"}",
            413,
            "{\"b\":\"" + "y".repeat(70_000) + "\"}",
            413,
            "{\"b\":[" + "1e4000,".repeat(20) + "1]}",
            413,
            "{\"b\":" + "[".repeat(450) + "]".repeat(450) + "}",
            400,
            many + "}",
            413,
            "{\"" + "\u00e9".repeat(128) + "\":1}",
            400,
            "{\"b\":1,\"b\":1}",
            400,
            "{\"b\":1",
            400,
            "[1]",
            400,
            "",
            400);
    refused.forEach((body, status) -> {
      Reply reply = write("PATCH", device, DEVICE, device.token(), body);
      assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    });
    assertThat(shown(device, DEVICE, alice)).isEqualTo(before);
    say("PUT", device, DEVICE, many.toString().replace("\"n0\":0,", "") + "}");
    say("PATCH", device, DEVICE, "{\"n1\":null,\"" + "\u00e9".repeat(127) + "x\":1}");
    assertThat(write("PATCH", device, DEVICE, device.token(), "{\"more\":1}").status())
        .isEqualTo(413);
  }

  @Test
  void letsTheOwnerSpeakAsOwnerAndTheDeviceForItself() {
    DeviceLogin device = device();
    DeviceLogin other = device();
    String bob = hub.account("bob");
    say("PUT", device, USER, "{\"k\":\"v\"}");
    for (String token :
        List.of(bob, hub.anonymous(), other.token(), hub.device(bob, device.id()).token())) {
      for (String method : List.of("PUT", "PATCH")) {
        assertThat(write(method, device, USER, token, "{\"k\":1}").status()).isEqualTo(403);
        assertThat(write(method, device, DEVICE, token, "{\"k\":1}").status()).isEqualTo(403);
      }
      assertThat(hub.get("/devices/" + device.id() + "/user-meta", token).status()).isEqualTo(403);
    }
    assertThat(write("PUT", device, DEVICE, alice, "{\"k\":1}").status()).isEqualTo(403);
    assertThat(shown(device, USER, alice)).isEqualTo("{\"k\":\"v\"}");
    assertThat(shown(device, DEVICE, alice)).isEqualTo("{}");
    assertThat(write("PUT", device, USER, device.token(), "{\"k\":1}").status()).isEqualTo(200);
    assertThat(events(device)).hasSize(2);
  }

  @Test
  void takesNothingOfADeviceThatNobodyHas() {
    Reply made = hub.postOpen("/devices/", JsonObject.EMPTY);
    String token = hub.login(made.string("prn"), made.string("secret"));
    DeviceLogin device = new DeviceLogin(made.string("id"), made.string("prn"), token);
    assertThat(hub.get("/devices/" + device.id() + "/user-meta", token).text()).isEqualTo("{}");
    for (String kind : List.of(USER, DEVICE)) {
      Reply refused = write("PUT", device, kind, token, "{\"k\":1}");
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.text()).contains("nobody has claimed");
    }
    hub.call(
        "PUT",
        "/devices/" + device.id() + "?challenge=" + made.string("challenge"),
        Optional.of(alice),
        Optional.empty(),
        Map.of());
    say("PUT", device, DEVICE, "{\"k\":1}");
    assertThat(shown(device, DEVICE, alice)).isEqualTo("{\"k\":1}");
  }

  @Test
  void showsNeitherOfAPublicDeviceToStrangers() {
    DeviceLogin device = device();
    say("PUT", device, USER, "{\"wifi\":\"hush\"}");
    say("PUT", device, DEVICE, "{\"address\":\"hush\"}");
    Reply published =
        hub.call(
            "PUT",
            "/devices/" + device.id() + "/public",
            Optional.of(alice),
            Optional.empty(),
            Map.of());
    assertThat(published.text()).contains("{\"wifi\":\"hush\"}", "{\"address\":\"hush\"}");
    for (String token : List.of(hub.account("carol"), hub.anonymous(), device().token())) {
      Reply whole = hub.get("/devices/" + device.id(), token);
      Reply list = hub.get("/devices/?owner-nick=alice", token);
      assertThat(whole.status()).isEqualTo(200);
      assertThat(whole.text() + list.text())
          .contains("\"user-meta\":{},\"device-meta\":{}")
          .doesNotContain("hush");
      assertThat(hub.get("/devices/" + device.id() + "/user-meta", token).status()).isEqualTo(403);
    }
    assertThat(hub.get("/devices/", device.token()).text())
        .contains("{\"wifi\":\"hush\"}", "{\"address\":\"hush\"}");
  }

  @Test
  void listsTheMetadataOfTheFirstDevicesWhereThereIsALotOfIt() {
    String dave = hub.account("dave");
    String large = "{\"k\":\"" + "x".repeat(65_000) + "\"}";
    for (int i = 0; i < 33; i++) {
      DeviceLogin device = hub.device(dave, "large-" + i);
      write("PUT", device, USER, dave, large);
      write("PUT", device, DEVICE, device.token(), large);
    }
    List<Json> list = ((JsonArray) hub.get("/devices/", dave).anyJson()).items();
    assertThat(list).hasSize(33);
    assertThat(list.subList(0, 32))
        .allSatisfy(device ->
            assertThat(((JsonObject) device).object(USER)).contains((JsonObject) json(large)));
    assertThat(((JsonObject) list.getLast()).object(USER)).contains(JsonObject.EMPTY);
    assertThat(hub.get("/devices/?nick=large-32", dave).text()).contains(large);
  }

  @Test
  void keepsItThroughARestart(@TempDir Path data) throws IOException {
    try (TestHub again = TestHub.start(data.resolve("hub"))) {
      String erin = again.account("erin");
      DeviceLogin device = again.device(erin, "box");
      again.put("/devices/box/user-meta", erin, JsonObject.builder().put("k", "v").build());
      again.restart();
      assertThat(again.get("/devices/" + device.id() + "/user-meta", device.token()).text())
          .isEqualTo("{\"k\":\"v\"}");
    }
  }
}
