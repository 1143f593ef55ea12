package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An update as the published runtime does it, from the post to the poll that finds nothing. */
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
