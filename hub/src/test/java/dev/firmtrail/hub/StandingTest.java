package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What follows from how far a device is with a step: what the owner may still decide, which lists
 * have the step, and what a summary says. How it follows from reports is {@link ProgressTest}'s.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandingTest {
  private static final String NOTHING =
      "\"downloads\":{\"objects\":null,\"total\":{\"current_time\":0,\"start_time\":0,\"total_downloaded\":0,\"total_size\":0}}";
  private static final String REBOOTING =
      "{\"status\":\"INPROGRESS\",\"progress\":50,\"status-msg\":\"Rebooting\"}";

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

  /** A device that has a step 1 to do. */
  private DeviceLogin device() {
    DeviceLogin device = hub.deviceWithTrail(alice, "standing-" + devices++);
    hub.postStep(device, alice, "one");
    return device;
  }

  private void report(DeviceLogin device, String report) {
    assertThat(hub.report(device, 1, report).status()).isEqualTo(200);
  }

  @Test
  void letsTheOwnerCancelOnlyWhatIsNew() {
    DeviceLogin device = device();
    assertThat(hub.decide("cancel", device, 1, device.token()).status()).isEqualTo(403);
    assertThat(hub.decide("wontgo", device, 1, alice).status()).isEqualTo(400);
    Reply reply = hub.decide("cancel", device, 1, alice);
    assertThat(reply.text())
        .isEqualTo(
            "{"
                + NOTHING
                + ",\"log\":\"\",\"progress\":100,\"status\":\"CANCEL\",\"status-msg\":\"Cancel as requested by owner\"}");
    assertThat(hub.decide("cancel", device, 1, alice).status()).isEqualTo(400);
    assertThat(hub.decide("cancel", device, 2, alice).status()).isEqualTo(404);
    assertThat(DevicePoll.answer(hub, device)).isEqualTo("[]");
    assertThat(hub.get("/firmtrail/v1" + TestHub.step(device, 1) + "/events?from=3", alice).text())
        .startsWith("[{\"body\":{\"met\":\"NEW\"},")
        .contains("\"kind\":\"cancel\"")
        .contains("\"who\":\"" + hub.get("/auth/", alice).string("prn") + "\"}]");
  }

  @Test
  void letsTheOwnerGiveUpOnlyWhatIsInProgress() {
    DeviceLogin device = device();
    hub.postStep(device, alice, "two");
    report(device, REBOOTING);
    assertThat(hub.decide("wontgo", device, 1, device.token()).status()).isEqualTo(403);
    assertThat(hub.decide("cancel", device, 1, alice).status()).isEqualTo(400);
    Reply reply = hub.decide("wontgo", device, 1, alice);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.string("status-msg")).isEqualTo("Mark as WONTGO as requested by owner");
    assertThat(hub.decide("wontgo", device, 1, alice).status()).isEqualTo(400);
    report(device, REBOOTING);
    assertThat(DevicePoll.answer(hub, device)).startsWith("[{\"rev\":2,");
  }

  @Test
  void findsStepsByTheStatusThatTheyHaveNow() {
    DeviceLogin device = device();
    hub.postStep(device, alice, "two");
    hub.postStep(device, alice, "three");
    hub.report(device, 1, "{\"status\":\"DONE\"}");
    hub.report(device, 2, "{\"status\":\"TESTING\"}");
    assertThat(found(device, "NEW")).containsExactly(3L);
    assertThat(found(device, "DONE")).containsExactly(0L, 1L);
    assertThat(found(device, "{\"$in\":[\"DONE\",\"TESTING\"]}")).containsExactly(0L, 1L, 2L);
    assertThat(found(device, "{\"$in\":[\"NEW\",\"TESTING\"]}")).containsExactly(2L, 3L);
    assertThat(found(device, "{\"$nin\":[\"DONE\",\"TESTING\"]}")).containsExactly(3L);
    assertThat(found(device, "{\"$eq\":\"TESTING\"}")).containsExactly(2L);
    assertThat(found(device, "{\"$ne\":\"DONE\"}")).containsExactly(2L, 3L);
    assertThat(found(device, "")).isEmpty();
    assertThat(hub.get("/trails/" + device.id() + "/steps", device.token()).text())
        .startsWith("[{\"rev\":3,")
        .contains("\"used_objects\":null");
    assertThat(revs(hub.get("/trails/" + device.id() + "/steps", alice))).containsExactly(2L, 3L);
  }

  private List<Long> found(DeviceLogin device, String filter) {
    String encoded = URLEncoder.encode(filter, StandardCharsets.UTF_8);
    return revs(hub.get("/trails/" + device.id() + "/steps?progress.status=" + encoded, alice));
  }

  private static List<Long> revs(Reply steps) {
    List<Long> revs = new ArrayList<>();
    for (Json step : ((JsonArray) steps.anyJson()).items()) {
      revs.add(((JsonObject) step).integer("rev").orElseThrow());
    }
    return revs;
  }

  @Test
  void saysInASummaryWhereADeviceStands() {
    DeviceLogin device = device();
    String path = "/trails/" + device.id() + "/summary";
    Reply before = hub.get(path, alice);
    assertThat(before.json().integer("revision")).contains(1L);
    assertThat(before.json().integer("progress-revision")).contains(0L);
    assertThat(before.string("status")).isEqualTo("DONE");
    assertThat(before.string("progress-time")).isEqualTo("1970-01-01T00:00:00Z");
    report(device, "{\"status\":\"TESTING\",\"progress\":75,\"status-msg\":\"Awaiting\"}");
    hub.postStep(device, alice, "two");
    Reply after = hub.get(path, alice);
    Reply step = hub.get(TestHub.step(device, 1), alice);
    assertThat(after.json().integer("revision")).contains(2L);
    assertThat(after.json().integer("progress-revision")).contains(1L);
    assertThat(after.json().integer("progress")).contains(75L);
    assertThat(after.string("status")).isEqualTo("TESTING");
    assertThat(after.string("status-msg")).isEqualTo("Awaiting");
    assertThat(after.string("state-sha")).isEqualTo(step.string("state-sha"));
    assertThat(after.string("step-time")).isEqualTo(step.string("step-time"));
    assertThat(after.string("progress-time")).isEqualTo(step.string("progress-time"));
    assertThat(step.string("time-modified")).isEqualTo(step.string("progress-time"));
    assertThat(step.string("time-created")).isEqualTo(step.string("step-time"));
    String posted = hub.get(TestHub.step(device, 2), alice).string("time-created");
    assertThat(after.string("timestamp")).isEqualTo(posted);
    assertThat(hub.get("/trails/" + device.id(), alice).string("last-touched")).isEqualTo(posted);
    assertThat(hub.get("/trails/summary", alice).text()).startsWith("[" + after.text());
    // Its own question says that it was seen later.
    String withoutTimes = after.text().substring(0, after.text().indexOf("\"timestamp\""));
    assertThat(hub.get("/trails/summary", device.token()).text()).startsWith("[" + withoutTimes);
  }
}
