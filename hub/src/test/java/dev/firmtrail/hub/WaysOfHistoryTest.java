package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ways in which the history of a published hub can be changed, by their numbers: none of them
 * is one here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaysOfHistoryTest {
  private TestHub hub;
  private String alice;

  @BeforeAll
  void start(@TempDir Path data) throws IOException {
    hub = TestHub.start(data.resolve("hub"));
    alice = hub.account("alice");
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  private List<JsonObject> events(DeviceLogin device) {
    List<JsonObject> all = new ArrayList<>();
    while (true) {
      Reply page =
          hub.get("/firmtrail/v1/devices/" + device.id() + "/events?from=" + all.size(), alice);
      List<JsonObject> more =
          ((JsonArray) page.anyJson()).items().stream().map(JsonObject.class::cast).toList();
      if (more.isEmpty()) {
        return all;
      }
      all.addAll(more);
    }
  }

  private Reply putState(DeviceLogin device, long rev, String state) {
    return hub.call(
        "PUT",
        TestHub.step(device, rev) + "/state",
        Optional.of(alice),
        Optional.of(state),
        Map.of());
  }

  private String fact(DeviceLogin device, long rev) {
    String step = TestHub.step(device, rev);
    Reply whole = hub.get(step, alice);
    return hub.get(step + "/state", alice).text()
        + hub.get(step + "/meta", alice).text()
        + whole.string("state-sha")
        + whole.string("committer")
        + whole.string("time-created")
        + whole.string("step-time")
        + whole.string("commit-msg");
  }

  @Test
  void way01NoStateIsReplacedEvenBeforeTheDeviceHasSeenIt() {
    DeviceLogin device = hub.deviceWithTrail(alice, "way01");
    hub.postStep(device, alice, "one");
    String before = fact(device, 1);
    String other = "{\"#spec\":\"" + TestHub.SPEC + "\",\"a.json\":\"two\"}";
    assertThat(hub.get(TestHub.step(device, 1), alice).text()).contains("\"status\":\"NEW\"");
    assertThat(putState(device, 1, other).status()).isEqualTo(403);
    hub.report(device, 1, "{\"status\":\"QUEUED\"}");
    assertThat(putState(device, 1, other).status()).isEqualTo(403);
    assertThat(fact(device, 1)).isEqualTo(before);
  }

  @Test
  void way02NoOldStepBecomesNewAgain() {
    DeviceLogin device = hub.deviceWithTrail(alice, "way02");
    hub.postStep(device, alice, "one");
    String before = fact(device, 1);
    hub.report(device, 1, "{\"status\":\"DONE\",\"status-msg\":\"first\"}");
    for (String late : List.of("NEW", "QUEUED", "ERROR", "UPDATED", "WONTGO", "UNKNOWN")) {
      assertThat(hub.report(device, 1, "{\"status\":\"" + late + "\"}").status()).isEqualTo(200);
      Reply step = hub.get(TestHub.step(device, 1), alice);
      assertThat(step.text()).contains("\"status\":\"DONE\",\"status-msg\":\"first\"");
    }
    assertThat(putState(device, 1, "{\"#spec\":\"" + TestHub.SPEC + "\"}").status()).isEqualTo(403);
    assertThat(hub.decide("cancel", device, 1, alice).status()).isEqualTo(400);
    assertThat(fact(device, 1)).isEqualTo(before);
    assertThat(events(device).stream().flatMap(event -> event.object("body").stream()))
        .extracting(body -> body.object("report").flatMap(report -> report.string("status")))
        .containsSubsequence(
            Optional.of("DONE"),
            Optional.of("NEW"),
            Optional.of("QUEUED"),
            Optional.of("ERROR"),
            Optional.of("UPDATED"),
            Optional.of("WONTGO"),
            Optional.of("UNKNOWN"));
  }

  @Test
  void way03NoMetaIsReplaced() {
    DeviceLogin device = hub.deviceWithTrail(alice, "way03");
    String before = fact(device, 0);
    for (String token : List.of(alice, device.token())) {
      Reply put =
          hub.put(
              TestHub.step(device, 0) + "/meta", token, JsonObject.builder().put("a", 1).build());
      assertThat(put.status()).isEqualTo(403);
    }
    assertThat(fact(device, 0)).isEqualTo(before);
  }

  @Test
  void way04WhatAnOwnerDecidesHidesNothingThatTheDeviceSaid() {
    DeviceLogin device = hub.deviceWithTrail(alice, "way04");
    hub.postStep(device, alice, "one");
    String before = fact(device, 1);
    assertThat(hub.decide("cancel", device, 1, alice).status()).isEqualTo(200);
    // It does not know the word CANCEL, runs the step, and says so.
    for (String status : List.of("QUEUED", "INPROGRESS")) {
      hub.report(device, 1, "{\"status\":\"" + status + "\"}");
      assertThat(hub.get(TestHub.step(device, 1), alice).text())
          .contains("\"status\":\"" + status + "\"");
    }
    assertThat(hub.decide("wontgo", device, 1, alice).status()).isEqualTo(200);
    hub.report(device, 1, "{\"status\":\"INPROGRESS\"}");
    assertThat(hub.get(TestHub.step(device, 1), alice).text())
        .contains("\"status\":\"WONTGO\",\"status-msg\":\"Mark as WONTGO as requested by owner\"");
    hub.report(device, 1, "{\"status\":\"DONE\"}");
    assertThat(hub.get(TestHub.step(device, 1), alice).text()).contains("\"status\":\"DONE\"");
    assertThat(events(device))
        .extracting(event -> event.string("kind").orElseThrow())
        .containsExactly(
            "registered",
            "begun",
            "posted",
            "cancel",
            "progress",
            "progress",
            "wontgo",
            "progress",
            "progress");
    assertThat(fact(device, 1)).isEqualTo(before);
  }

  @Test
  void way05NothingIsLostWhereAllHappensAtOnce() throws ExecutionException, InterruptedException {
    DeviceLogin device = hub.deviceWithTrail(alice, "way05");
    int steps = 12;
    for (int rev = 1; rev <= steps; rev++) {
      hub.postStep(device, alice, "value " + rev);
    }
    List<Callable<Optional<String>>> calls = new ArrayList<>();
    for (int rev = 1; rev <= steps; rev++) {
      int of = rev;
      for (String status : List.of("QUEUED", "INPROGRESS", "DONE")) {
        calls.add(() ->
            taken(
                hub.report(device, of, "{\"status\":\"" + status + "\"}"),
                "progress " + of + " " + status));
      }
      calls.add(() -> taken(hub.decide("cancel", device, of, alice), "cancel " + of + " -"));
      calls.add(() -> taken(hub.decide("wontgo", device, of, alice), "wontgo " + of + " -"));
      calls.add(() -> {
        Reply posted = hub.postStep(device, alice, "later " + of);
        return taken(posted, "posted " + posted.json().integer("rev").orElseThrow() + " -");
      });
    }
    List<String> acknowledged = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      for (Future<Optional<String>> call : threads.invokeAll(calls)) {
        call.get().ifPresent(acknowledged::add);
      }
    }
    List<JsonObject> events = events(device);
    assertThat(events)
        .extracting(event -> event.integer("seq").orElseThrow())
        .containsExactlyElementsOf(LongStream.range(0, events.size()).boxed().toList());
    assertThat(events.subList(2 + steps, events.size()))
        .extracting(WaysOfHistoryTest::shown)
        .containsExactlyInAnyOrderElementsOf(acknowledged);
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(4 * steps);
  }

  private static Optional<String> taken(Reply reply, String what) {
    assertThat(reply.status()).as(what).isIn(200, 400);
    return reply.status() == 200 ? Optional.of(what) : Optional.empty();
  }

  private static String shown(JsonObject event) {
    String status =
        event
            .object("body")
            .flatMap(body -> body.object("report"))
            .flatMap(report -> report.string("status"))
            .orElse("-");
    return event.string("kind").orElseThrow()
        + " "
        + event.integer("rev").orElseThrow()
        + " "
        + status;
  }

  @Test
  void way07NobodySaysFromOutsideWhatIsHiddenOrShown() {
    DeviceLogin device = hub.deviceWithTrail(alice, "way07");
    JsonObject said =
        JsonObject.builder()
            .put("garbage", true)
            .put("mark_public_processed", true)
            .put("ispublic", true)
            .putAll(TestHub.step(-1, TestHub.state("a.json", "one")).members())
            .build();
    Reply posted = hub.post("/trails/" + device.id() + "/steps", alice, said);
    assertThat(posted.text())
        .contains("\"garbage\":false")
        .contains("\"mark_public_processed\":false");
    // A number is not taken by a step that nobody sees.
    assertThat(hub.postStep(device, alice, "two").json().integer("rev")).contains(2L);
    Reply made =
        hub.post(
            "/devices/",
            alice,
            JsonObject.builder()
                .put("garbage", true)
                .put("public", true)
                .put("challenge", "a-b-c")
                .build());
    assertThat(made.text()).contains("\"public\":false").contains("\"garbage\":false");
    assertThat(made.text()).doesNotContain("challenge");
    for (String path : List.of("/callbacks/devices/" + device.id(), "/cron/public/devices")) {
      assertThat(hub.put(path, alice, JsonObject.EMPTY).status()).isEqualTo(404);
    }
  }

  @Test
  void way09AndWay10AHiddenDeviceKeepsItsHistoryAndItsNumbers() throws IOException {
    DeviceLogin device = hub.deviceWithTrail(alice, "way09");
    hub.postStep(device, alice, "one");
    hub.report(device, 1, "{\"status\":\"DONE\"}");
    String before = fact(device, 1);
    List<JsonObject> told = events(device);
    assertThat(
            hub.delete("/devices/" + device.id(), alice)
                .status())
        .isEqualTo(200);
    // Neither its id nor its old name leads to the numbers after 1, nor does a restart.
    DeviceLogin other = hub.deviceWithTrail(alice, "way09");
    assertThat(other.id()).isNotEqualTo(device.id());
    hub.restart();
    assertThat(hub.postStep(device, alice, "another one").status()).isEqualTo(403);
    assertThat(hub.get(TestHub.step(device, 2), alice).status()).isEqualTo(404);
    assertThat(fact(device, 1)).isEqualTo(before);
    assertThat(events(device)).startsWith(told.toArray(JsonObject[]::new)).hasSize(told.size() + 1);
  }

  @Test
  void way14AStepKeepsItsObjects() {
    String object = hub.object(alice, "way14", "app/a");
    DeviceLogin device = hub.deviceWithTrail(alice, "way14");
    hub.post(
        "/trails/" + device.id() + "/steps",
        alice,
        TestHub.step(-1, TestHub.state("app/a", object)));
    assertThat(
            hub.delete("/objects/" + object, alice)
                .status())
        .isEqualTo(200);
    Reply shown = hub.get(TestHub.step(device, 1) + "/objects/" + object, device.token());
    assertThat(hub.get(shown.string("signed-geturl"), alice).text()).isEqualTo("way14");
  }

  @Test
  void way15NobodyIsMistakenAboutTheSizeOfBytesThatAreHere() {
    String object = hub.object(alice, "way15", "app/a");
    String owner = hub.get("/objects/" + object, alice).string("owner");
    JsonObject other =
        JsonObject.builder()
            .put("owner", owner)
            .put("sha256sum", object)
            .put("objectname", "renamed")
            .put("size", "1")
            .put("sizeint", 1)
            .put("mime-type", "text/html")
            .build();
    assertThat(hub.put("/objects/" + object, alice, other).status()).isEqualTo(200);
    assertThat(hub.post("/objects/", alice, other).status()).isEqualTo(409);
    JsonObject now = hub.get("/objects/" + object, alice).json();
    assertThat(now.string("size")).contains("5");
    assertThat(now.string("mime-type")).contains("application/octet-stream");
    assertThat(hub.get(now.string("signed-geturl").orElseThrow(), alice).text()).isEqualTo("way15");
  }

  @Test
  void way13WhoSaysThatTheFirstStepIsDoneIsKept() {
    DeviceLogin device = hub.deviceWithTrail(alice, "way13");
    JsonObject begun = events(device).get(1);
    assertThat(begun.string("kind")).contains("begun");
    assertThat(begun.string("who")).contains(device.prn());
    assertThat(begun.integer("rev")).contains(0L);
    assertThat(hub.get(TestHub.step(device, 0), alice).text()).contains("\"status\":\"DONE\"");
  }
}
