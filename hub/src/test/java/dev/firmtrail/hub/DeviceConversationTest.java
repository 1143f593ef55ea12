package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.DeviceWire.DeviceAnswer;
import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the published runtime says and reads: a first boot, and an update to its end. */
class DeviceConversationTest {
  private static final String CONTENT = "the new kernel";

  @Test
  void updatesADevice(@TempDir Path data) throws IOException {
    try (TestHub hub = TestHub.start(data.resolve("hub"))) {
      String alice = hub.account("alice");
      DeviceLogin device = hub.deviceWithTrail(alice, "box");
      String poll = "/trails/" + device.id() + "/steps?" + DevicePoll.QUERY;
      assertThat(hub.get(poll, device.token()).text()).isEqualTo("[]");

      String kernel = hub.object(alice, CONTENT, "bsp/kernel.img");
      hub.post(
          "/trails/" + device.id() + "/steps",
          alice,
          TestHub.step(-1, TestHub.state("bsp/kernel.img", kernel)));
      Reply found = hub.get(poll, device.token());
      assertThat(found.text()).startsWith("[{\"rev\":1,\"progress\":{");
      JsonObject step = (JsonObject) ((JsonArray) found.anyJson()).items().getFirst();
      assertThat(step.object("state").orElseThrow().string("bsp/kernel.img")).contains(kernel);

      tell(hub, device, "QUEUED", 5, "Retried 0 of 10", "");
      Reply object = hub.get("/objects/" + kernel, device.token());
      assertThat(object.string("size")).isEqualTo(Integer.toString(CONTENT.length()));
      tell(hub, device, "QUEUED", 5, "Downloading update metadata, retry 1 of 10", "");
      for (int bytes : new int[] {0, 7, CONTENT.length()}) {
        tell(
            hub,
            device,
            "DOWNLOADING",
            25,
            "Downloading update artifacts, retry 1 of 10",
            ",\"downloads\":{\"total\":{\"object_name\":\"total\",\"object_id\":\"none\",\"total_size\":%d,\"total_downloaded\":%d,\"start_time\":1780000000,\"current_time\":1780000001}}"
                .formatted(CONTENT.length(), bytes));
      }
      String got =
          hub.call(
                  "GET",
                  object.string("signed-geturl"),
                  Optional.empty(),
                  Optional.empty(),
                  Map.of())
              .text();
      assertThat(ObjectId.of(got.getBytes(StandardCharsets.UTF_8)).hex()).isEqualTo(kernel);
      tell(hub, device, "INPROGRESS", 50, "Rebooting", "");

      // It boots, the hub too.
      hub.restart();
      assertThat(((JsonArray) hub.get("/trails/", device.token()).anyJson()).items()).hasSize(1);
      tell(hub, device, "INPROGRESS", 50, "Trying new revision", "");
      tell(hub, device, "TESTING", 75, "Awaiting to set rollback point if update is stable", "");
      assertThat(hub.get(poll, device.token()).text()).startsWith("[{\"rev\":1,");
      tell(hub, device, "DONE", 100, "Update finished, revision set as rollback point", "");
      assertThat(hub.get(poll, device.token()).text()).isEqualTo("[]");
      tell(
          hub,
          device,
          "DONE",
          100,
          "Update finished, revision set as rollback point",
          ",\"logs\":\"x\\n\"");
      assertThat(hub.get("/trails/summary", alice).text())
          .contains("\"progress-revision\":1")
          .contains("\"status\":\"DONE\"");
    }
  }

  private static JsonObject ok(DeviceAnswer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.body().startsWith("{") ? answer.json().strictly() : JsonObject.EMPTY;
  }

  /**
   * From the first boot until the hub knows what the device says of itself, as was seen on a wire.
   */
  @Test
  void registersWaitsForItsOwnerAndThenSaysWhatItIs(@TempDir Path data) throws IOException {
    Optional<String> nothing = Optional.empty();
    try (TestHub hub = TestHub.start(data.resolve("hub"))) {
      String alice = hub.account("alice");
      DeviceWire wire = new DeviceWire(SocketFactory.getDefault(), hub.hub().url());
      JsonObject made = ok(wire.old("POST", "/devices/", nothing, nothing));
      String prn = made.string("prn").orElseThrow();
      String itself = "/devices/" + made.string("id").orElseThrow();
      Optional<String> login =
          Optional.of(
              "{\"username\":\"%s\",\"password\":\"%s\"}"
                  .formatted(prn, made.string("secret").orElseThrow()));
      Optional<String> waiting =
          ok(wire.old("POST", "/auth/login", nothing, login)).string("token");
      String challenge = "";
      for (int cycle = 0; cycle < 2; cycle++) {
        DeviceReader found = wire.old("GET", itself, waiting, nothing).json();
        found.mustFind("id", "owner", "challenge");
        assertThat(found.value("owner")).isEmpty();
        challenge = found.value("challenge");
      }
      hub.call("PUT", itself + "?challenge=" + challenge, Optional.of(alice), nothing, Map.of());
      wire.old("GET", itself, waiting, nothing).json().mustFind("id", "owner");

      Optional<String> token =
          ok(wire.events("POST", "/auth/login", nothing, login)).string("token");
      assertThat(wire.events("GET", "/trails/", token, nothing).json().elements()).isZero();
      ok(wire.old("POST", "/trails/", token, Optional.of("{\"#spec\":\"" + TestHub.SPEC + "\"}")));
      assertThat(wire.events("GET", "/trails/", token, nothing).json().elements()).isEqualTo(1);
      ok(wire.events("GET", itself + "/user-meta", token, nothing));
      String first =
          "{\"interfaces\":{\"eth0\":{\"ipv4\":[\"10.0.0.2\"]}},\"storage\":{\"total\":8,\"free\":5,\"reserved\":1,\"real_free\":4},\"pantahub.state\":\"sync\",\"pantavisor.revision\":\"0\",\"pantavisor.arch\":\"x86_64/64/EL\"}";
      String second = first.replace("\"free\":5", "\"free\":4").replace("sync", "idle");
      for (String whole : List.of(first, first, second)) {
        assertThat(ok(wire.events("PUT", itself + "/device-meta", token, Optional.of(whole))))
            .isEqualTo(JsonObject.builder().put("status", "ok").build());
      }

      // The owner invites it to an update; it answers in the old way of HTTP under the same name.
      String invitation =
          "{\"fleet.update-proto.token\":\"{\\\"spec\\\":\\\"fleet-update-proto@v1\\\",\\\"type\\\":\\\"INVITE\\\"}\"}";
      hub.call(
          "PATCH", itself + "/user-meta", Optional.of(alice), Optional.of(invitation), Map.of());
      DeviceAnswer told = wire.events("GET", itself + "/user-meta", token, nothing);
      assertThat(told.body()).isEqualTo(invitation);
      String acceptance =
          "{\"fleet.update-proto.token\":{\"spec\":\"fleet-update-proto@v1\",\"type\":\"ACCEPT\",\"preferredUpdate\":\"NOW\"}}";
      ok(wire.old("PATCH", itself + "/device-meta", token, Optional.of(acceptance)));
      assertThat(hub.get(itself, alice).text())
          .contains(
              "\"device-meta\":"
                  + second.substring(0, second.length() - 1)
                  + ","
                  + acceptance.substring(1));

      // What its owner takes away is not told any more.
      hub.call(
          "PATCH",
          itself + "/user-meta",
          Optional.of(alice),
          Optional.of("{\"fleet.update-proto.token\":null}"),
          Map.of());
      assertThat(wire.events("GET", itself + "/user-meta", token, nothing).body()).isEqualTo("{}");
      assertThat(hub.get("/firmtrail/v1" + itself + "/events?from=3", alice).text())
          .contains(
              "\"set\":{\"pantahub.state\":\"idle\",\"pantavisor.revision\":\"0\",\"storage\":{\"free\":4,")
          .contains("\"gone\":[\"fleet.update-proto.token\"]");
      assertThat(
              ((JsonArray) hub.get("/firmtrail/v1" + itself + "/events", alice).anyJson()).items())
          .as("registered, claimed, begun, and five that tell differences")
          .hasSize(8);
    }
  }

  private static void tell(
      TestHub hub, DeviceLogin device, String status, int progress, String message, String more) {
    String report =
        "{\"status\":\"%s\",\"status-msg\":\"%s\",\"progress\":%d,\"retries\":1%s}"
            .formatted(status, message, progress, more);
    Reply reply = hub.report(device, 1, report);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.string("status")).isEqualTo(status);
    assertThat(reply.string("status-msg")).isEqualTo(message);
  }
}
