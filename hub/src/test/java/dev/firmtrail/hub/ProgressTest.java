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

/** Whatever a device reports is taken and kept, and what is shown makes sense. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProgressTest {
  private static final String NOTHING =
      "\"downloads\":{\"objects\":null,\"total\":{\"current_time\":0,\"start_time\":0,\"total_downloaded\":0,\"total_size\":0}}";
  private static final String LOGS =
      "{\\\"tsec\\\":1,\\\"tnano\\\":0,\\\"platform\\\":\\\"pantavisor\\\",\\\"lvl\\\":\\\"ERROR\\\",\\\"src\\\":\\\"state\\\",\\\"msg\\\":\\\"x\\\"}\\n";

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
    DeviceLogin device = hub.deviceWithTrail(alice, "progress-" + devices++);
    hub.postStep(device, alice, "one");
    return device;
  }

  /** A report as the C runtime writes it. */
  private static String report(String status, int progress, String message, int retries) {
    return "{\"status\":\"%s\",\"status-msg\":\"%s\",\"progress\":%d,\"retries\":%d}"
        .formatted(status, message, progress, retries);
  }

  private static String withLogs(String report) {
    return report.substring(0, report.length() - 1) + ",\"logs\":\"" + LOGS + "\"}";
  }

  /** Reports one after the other; all are taken, and all are kept as they came. */
  private void tell(DeviceLogin device, String... reports) {
    int before = told(device, 1).size();
    for (String report : reports) {
      Reply reply = hub.report(device, 1, report);
      assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }
    List<JsonObject> kept = told(device, 1);
    assertThat(kept.subList(before, kept.size()))
        .isEqualTo(List.of(reports).stream().map(ProgressTest::json).toList());
  }

  private static JsonObject json(String text) {
    try {
      return JsonReader.readObject(text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonException broken) {
      throw new AssertionError(text, broken);
    }
  }

  private List<JsonObject> events(DeviceLogin device, long rev) {
    Reply reply = hub.get("/firmtrail/v1" + TestHub.step(device, rev) + "/events", device.token());
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return ((JsonArray) reply.anyJson()).items().stream().map(JsonObject.class::cast).toList();
  }

  private List<JsonObject> told(DeviceLogin device, long rev) {
    return events(device, rev).stream()
        .flatMap(event -> event.object("body").orElseThrow().object("report").stream())
        .toList();
  }

  private JsonObject shown(DeviceLogin device) {
    return hub.get(TestHub.step(device, 1), alice).json().object("progress").orElseThrow();
  }

  private void assertShown(DeviceLogin device, String status, long progress, String message) {
    JsonObject shown = shown(device);
    assertThat(shown.string("status")).contains(status);
    assertThat(shown.integer("progress")).contains(progress);
    assertThat(shown.string("status-msg")).contains(message);
  }

  private boolean isPending(DeviceLogin device) {
    return !DevicePoll.answer(hub, device).equals("[]");
  }

  @Test
  void takesTheFinalStatusTwiceTheSecondTimeWithLogs() {
    DeviceLogin device = device();
    String failed = report("ERROR", 100, "A container could not be started", 1);
    tell(device, report("INPROGRESS", 50, "Rebooting", 1), failed, withLogs(failed));
    assertShown(device, "ERROR", 100, "A container could not be started");
    assertThat(told(device, 1).getLast().string("logs").orElseThrow())
        .contains("\"lvl\":\"ERROR\"");
    assertThat(hub.get(TestHub.step(device, 1), alice).text()).doesNotContain("\"logs\"");
    assertThat(isPending(device)).isFalse();
  }

  @Test
  void keepsTheLogOfAFinalStatusThatIsSaidAgainWithoutOne() {
    DeviceLogin device = device();
    tell(
        device,
        "{\"status\":\"DONE\",\"status-msg\":\"a\",\"log\":\"what happened\"}",
        "{\"status\":\"DONE\",\"status-msg\":\"b\"}");
    assertShown(device, "DONE", 0, "b");
    assertThat(shown(device).string("log")).contains("what happened");
  }

  @Test
  void takesWontgoAsTheFirstAndOnlyReport() {
    DeviceLogin device = device();
    tell(device, report("WONTGO", 100, "Space required 52428800 B, available 0 B", 1));
    assertShown(device, "WONTGO", 100, "Space required 52428800 B, available 0 B");
    assertThat(isPending(device)).isFalse();
  }

  @Test
  void takesTestingElevenTimes() {
    DeviceLogin device = device();
    String waiting = report("TESTING", 75, "Waiting for all containers to become stable", 1);
    for (int i = 0; i < 11; i++) {
      tell(device, waiting);
    }
    assertShown(device, "TESTING", 75, "Waiting for all containers to become stable");
    assertThat(told(device, 1)).hasSize(11);
    assertThat(isPending(device)).isTrue();
  }

  @Test
  void takesAnUpdateWhoseQueuedReportWasLost() {
    DeviceLogin device = device();
    tell(
        device,
        report("DOWNLOADING", 25, "Downloading update artifacts, retry 1 of 10", 1),
        report("INPROGRESS", 50, "Transitioning to new revision without rebooting", 1),
        report("TESTING", 75, "Awaiting to see if update is stable", 1),
        report("UPDATED", 100, "Update finished, revision not set as rollback point", 1));
    assertShown(device, "UPDATED", 100, "Update finished, revision not set as rollback point");
  }

  @Test
  void takesWhatComesAfterAReboot() {
    DeviceLogin device = device();
    tell(
        device,
        report("INPROGRESS", 50, "Rebooting", 1),
        report("INPROGRESS", 50, "Trying new revision", 1),
        report("TESTING", 75, "Awaiting to set rollback point if update is stable", 1),
        report("DONE", 100, "Update finished, revision set as rollback point", 1));
    assertShown(device, "DONE", 100, "Update finished, revision set as rollback point");
  }

  @Test
  void takesTheStepBackOfASimulatedReboot() {
    DeviceLogin device = device();
    tell(device, report("TESTING", 75, "Testing", 0));
    tell(device, report("INPROGRESS", 80, "Simulating reboot...", 0));
    assertShown(device, "INPROGRESS", 80, "Simulating reboot...");
    tell(device, report("DONE", 100, "done", 0));
    assertShown(device, "DONE", 100, "done");
  }

  @Test
  void takesDoneWhereAPowerCutMadeAnotherEndOfALiveUpdate() {
    DeviceLogin device = device();
    tell(
        device,
        report("TESTING", 75, "Awaiting to see if update is stable", 1),
        report("TESTING", 75, "Awaiting to set rollback point if update is stable", 1),
        report("DONE", 100, "Update finished, revision set as rollback point", 1));
    assertShown(device, "DONE", 100, "Update finished, revision set as rollback point");
  }

  @Test
  void takesUpdatedForProvisional() {
    DeviceLogin device = device();
    tell(device, report("UPDATED", 100, "live", 1));
    tell(device, report("INPROGRESS", 50, "Trying new revision", 1));
    assertShown(device, "UPDATED", 100, "live");
    tell(device, report("ERROR", 100, "rolled back", 1), report("DONE", 100, "no", 1));
    assertShown(device, "ERROR", 100, "rolled back");
  }

  @Test
  void answersWithWhatItUnderstood() {
    DeviceLogin device = device();
    Reply reply =
        hub.report(
            device,
            1,
            "{\"status\":\"DOWNLOADING\",\"status-msg\":\"<m>\",\"progress\":25,\"retries\":1,\"downloads\":{\"total\":"
                + "{\"object_name\":\"total\",\"object_id\":\"none\",\"total_size\":9,\"total_downloaded\":4,\"start_time\":1,\"current_time\":2}}}");
    assertThat(reply.text())
        .isEqualTo(
            "{\"downloads\":{\"objects\":null,\"total\":{\"current_time\":2,\"object_id\":\"none\",\"object_name\":\"total\","
                + "\"start_time\":1,\"total_downloaded\":4,\"total_size\":9}},\"log\":\"\",\"progress\":25,\"status\":\"DOWNLOADING\",\"status-msg\":\"<m>\"}");
    assertThat(hub.get(TestHub.step(device, 1), device.token()).text())
        .startsWith("{\"rev\":1,\"progress\":" + reply.text() + ",\"state\":");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"status\":\"TESTING\"}",
        "{\"status\":\"TESTING\",\"progress\":\"75\",\"status-msg\":7,\"log\":{},\"downloads\":[],\"data\":null}",
        "{\"status\":\"TESTING\",\"progress\":101,\"downloads\":{\"objects\":{},\"total\":3}}",
        "{\"status\":\"TESTING\",\"progress\":7.5,\"downloads\":{\"total\":{\"total_size\":\"9\",\"object_id\":1}}}"
      })
  void showsAsNothingWhatIsNotOfItsType(String report) {
    DeviceLogin device = device();
    assertThat(hub.report(device, 1, report).text())
        .isEqualTo(
            "{"
                + NOTHING
                + ",\"log\":\"\",\"progress\":0,\"status\":\"TESTING\",\"status-msg\":\"\"}");
    assertThat(told(device, 1)).containsExactly(json(report));
  }

  @Test
  void showsDataAndObjectsButNotMoreThanAHundred() {
    DeviceLogin device = device();
    JsonObject answer =
        hub.report(
                device,
                1,
                "{\"status\":\"DOWNLOADING\",\"data\":{\"b\":1,\"a\":[2]},\"downloads\":{\"objects\":["
                    + "{\"object_id\":\"x\"},".repeat(150)
                    + "7]}}")
            .json();
    assertThat(answer.get("data")).contains(json("{\"a\":[2],\"b\":1}"));
    JsonObject downloads = answer.object("downloads").orElseThrow();
    assertThat(((JsonArray) downloads.get("objects").orElseThrow()).items()).hasSize(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"status\":",
        "{\"status\":\"\"}",
        "{\"status\":7}",
        "{\"status\":null}",
        "{\"status\":\"12345678901234567890123456789012345678901234567890123456789012345\"}",
        "{\"status\":\"DONE\",\"status\":\"ERROR\"}",
        "{\"status\":\"DONE\",\"status-msg\":\"a\nb\"}",
        "{\"status\":\"DONE\"} x"
      })
  void refusesWhatIsNoReportAndKeepsTheOldOne(String broken) {
    DeviceLogin device = device();
    tell(device, report("QUEUED", 5, "Retried 0 of 10", 0));
    String before = hub.get(TestHub.step(device, 1), alice).text();
    assertThat(hub.report(device, 1, broken).status()).isEqualTo(400);
    assertThat(hub.get(TestHub.step(device, 1), alice).text()).isEqualTo(before);
    assertThat(told(device, 1)).hasSize(1);
  }

  @Test
  void refusesAReportThatCouldNotBeReadAgain() {
    DeviceLogin device = device();
    String deep = "{\"status\":\"DONE\",\"data\":" + "[".repeat(400) + "]".repeat(400) + "}";
    assertThat(hub.report(device, 1, deep).status()).isEqualTo(400);
    tell(device, "{\"status\":\"DONE\",\"data\":" + "[".repeat(399) + "]".repeat(399) + "}");
    assertThat(hub.get("/trails/" + device.id() + "/steps?progress.status=DONE", alice).anyJson())
        .isInstanceOf(JsonArray.class);
  }

  @Test
  void refusesAReportThatIsTooLargeAsSentOrAsKept() {
    DeviceLogin device = device();
    String large = "{\"status\":\"DONE\",\"logs\":\"" + "x".repeat(64 * 1024) + "\"}";
    assertThat(hub.report(device, 1, large).status()).isEqualTo(413);
    String grows = "{\"status\":\"DONE\",\"data\":[" + "1e4000,".repeat(20) + "1]}";
    assertThat(hub.report(device, 1, grows).status()).isEqualTo(413);
    assertThat(told(device, 1)).isEmpty();
    tell(device, "{\"status\":\"DONE\",\"logs\":\"" + "x".repeat(64 * 1024 - 30) + "\"}");
  }

  @Test
  void readsLogsThatWereCutInsideACharacter() throws IOException {
    DeviceLogin device = device();
    String body = "{\"status\":\"DONE\",\"logs\":\"caf\u00c3\",\"status-msg\":\"\\ud83d\"}";
    String answer =
        RawHttp.exact(
            hub.hub().url(),
            "PUT "
                + TestHub.step(device, 1)
                + "/progress HTTP/1.1\r\nHost: hub\r\nUser-Agent: t\r\nConnection: close\r\nAuthorization: Bearer "
                + device.token()
                + "\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);
    assertThat(answer).startsWith("HTTP/1.1 200");
    JsonObject kept = events(device, 1).getLast().object("body").orElseThrow();
    assertThat(kept.get("mended")).contains(Json.Literal.TRUE);
    assertThat(kept.object("report").orElseThrow().string("logs")).contains("caf\uFFFD");
    assertThat(shown(device).string("status-msg")).contains("\uFFFD");
    tell(device, report("DONE", 100, "whole", 1));
    assertThat(events(device, 1).getLast().object("body").orElseThrow().get("mended")).isEmpty();
  }

  @Test
  void refusesReportsOfOthersAndOfStepsThatAreNot() {
    DeviceLogin device = device();
    DeviceLogin sibling = hub.deviceWithTrail(alice, "sibling");
    makePublic(device);
    String done = "{\"status\":\"DONE\"}";
    for (String token : List.of(alice, sibling.token(), hub.account("mallory"))) {
      Reply reply =
          hub.call(
              "PUT",
              TestHub.step(device, 1) + "/progress",
              Optional.of(token),
              Optional.of(done),
              Map.of());
      assertThat(reply.status()).isEqualTo(403);
    }
    assertThat(hub.report(device, 2, done).status()).isEqualTo(404);
    Reply confused =
        hub.call(
            "PUT",
            "/trails/" + device.id() + "/steps/committer/progress",
            Optional.of(device.token()),
            Optional.of(done),
            Map.of());
    assertThat(confused.status()).isEqualTo(404);
    assertThat(events(device, 1)).hasSize(1);
    assertThat(isPending(device)).isTrue();
  }

  @Test
  void listsTheEventsOfAStepToThoseWhoMayAdd() {
    DeviceLogin device = device();
    tell(device, report("QUEUED", 5, "Retried 0 of 10", 0));
    hub.report(device, 0, "{\"status\":\"DONE\",\"status-msg\":\"Bootstrap complete\"}");
    String path = "/firmtrail/v1" + TestHub.step(device, 1) + "/events";
    assertThat(events(device, 1))
        .extracting(event -> event.string("kind").orElseThrow())
        .containsExactly("posted", "progress");
    assertThat(events(device, 0)).hasSize(2);
    assertThat(hub.get(path + "?from=3", alice).text()).startsWith("[{\"body\":{\"report\":");
    assertThat(hub.get(path + "?from=4", alice).text()).isEqualTo("[]");
    assertThat(hub.get(path.replace("/1/", "/2/"), alice).status()).isEqualTo(404);
    makePublic(device);
    assertThat(hub.get(TestHub.step(device, 1), hub.anonymous()).status()).isEqualTo(200);
    assertThat(hub.get(path, hub.anonymous()).status()).isEqualTo(403);
  }

  private void makePublic(DeviceLogin device) {
    hub.call(
        "PUT",
        "/devices/" + device.id() + "/public",
        Optional.of(alice),
        Optional.empty(),
        Map.of());
  }
}
