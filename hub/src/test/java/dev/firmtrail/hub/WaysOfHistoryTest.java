package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
 * is one here. Those that lead over devices: {@link WaysOfDevicesTest}; over objects: {@link
 * WaysOfObjectsTest}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaysOfHistoryTest {
  private TestHub hub;
  private Path database;
  private String alice;

  @BeforeAll
  void start(@TempDir Path data) throws IOException {
    hub = TestHub.start(data.resolve("hub"));
    database = data.resolve("hub/hub.db");
    alice = hub.account("alice");
  }

  @AfterAll
  void stop() {
    hub.close();
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
    assertThat(hub.events(device, alice).stream().flatMap(event -> event.object("body").stream()))
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
    assertThat(hub.events(device, alice))
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
    List<JsonObject> events = hub.events(device, alice);
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

  /** What a client hashed is what it gets back, in keys and in numbers. */
  @Test
  void way06StorageChangesNothing() throws JsonException {
    DeviceLogin device = hub.deviceWithTrail(alice, "way06");
    String odd =
        "{\"a.b\":1,\"a\uff2eb\":{\"$c.d\":\"\ud83d\ude00\",\"\":null},\"n\":[9007199254740993,0.1,1e300,-0.0,"
            + "123456789012345678901234567890,0.10000000000000000555111512312578270]}";
    String posted =
        "{\"rev\":-1,\"meta\":%s,\"state\":{\"#spec\":\"%s\",\"a.b/c.json\":%s,\"a\uff2e.json\":%s}}"
            .formatted(odd, TestHub.SPEC, odd, odd);
    Reply step =
        hub.call(
            "POST",
            "/trails/" + device.id() + "/steps",
            Optional.of(alice),
            Optional.of(posted),
            Map.of());
    assertThat(step.status()).as(step.text()).isEqualTo(200);
    JsonObject sent = JsonReader.readObject(posted.getBytes(StandardCharsets.UTF_8));
    JsonObject state = sent.object("state").orElseThrow();
    String stored = hub.get(TestHub.step(device, 1) + "/state", alice).text();
    assertThat(stored).isEqualTo(JsonWriter.CANONICAL.text(state));
    assertThat(stored).contains("a\uff2e.json", "\"a.b\"", "\"$c.d\"");
    assertThat(step.string("state-sha"))
        .isEqualTo(ObjectId.of(stored.getBytes(StandardCharsets.UTF_8)).hex());
    assertThat(hub.get(TestHub.step(device, 1) + "/meta", alice).text())
        .isEqualTo(JsonWriter.CANONICAL.text(sent.object("meta").orElseThrow()));
  }

  @Test
  void way12ThereIsNoTrailWithoutItsFirstStep()
      throws ExecutionException, InterruptedException, SQLException {
    DeviceLogin device = hub.device(alice, "way12");
    JsonObject dangling = TestHub.state("a.bin", "0".repeat(64));
    assertThat(hub.post("/trails/", device.token(), dangling).status()).isEqualTo(400);
    assertThat(hub.get("/trails/", device.token()).text()).isEqualTo("[]");
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      JsonObject state = TestHub.state("a.json", "state " + i);
      calls.add(() -> hub.post("/trails/", device.token(), state).status());
    }
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Integer> call : threads.invokeAll(calls)) {
        statuses.add(call.get());
      }
    }
    assertThat(statuses).containsOnly(200, 409).containsOnlyOnce(200);
    assertThat(hub.get("/trails/" + device.id(), alice).json().object("factory-state"))
        .contains(hub.get(TestHub.step(device, 0) + "/state", alice).json());
    try (Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = foreign.createStatement();
        ResultSet trails =
            statement.executeQuery(
                "SELECT count(*), sum(id IN (SELECT trail FROM steps WHERE rev = 0)) FROM trails")) {
      assertThat(trails.getInt(1)).isPositive().isEqualTo(trails.getInt(2));
    }
  }

  @Test
  void way09AndWay10AHiddenDeviceKeepsItsHistoryAndItsNumbers() throws IOException {
    DeviceLogin device = hub.deviceWithTrail(alice, "way09");
    hub.postStep(device, alice, "one");
    hub.report(device, 1, "{\"status\":\"DONE\"}");
    String before = fact(device, 1);
    List<JsonObject> told = hub.events(device, alice);
    assertThat(hub.delete("/devices/" + device.id(), alice).status()).isEqualTo(200);
    // Neither its id nor its old name leads to the numbers after 1, nor does a restart.
    DeviceLogin other = hub.deviceWithTrail(alice, "way09");
    assertThat(other.id()).isNotEqualTo(device.id());
    hub.restart();
    assertThat(hub.postStep(device, alice, "another one").status()).isEqualTo(403);
    assertThat(hub.get(TestHub.step(device, 2), alice).status()).isEqualTo(404);
    assertThat(fact(device, 1)).isEqualTo(before);
    assertThat(hub.events(device, alice))
        .startsWith(told.toArray(JsonObject[]::new))
        .hasSize(told.size() + 1);
  }

  @Test
  void way13WhoSaysThatTheFirstStepIsDoneIsKept() {
    DeviceLogin device = hub.deviceWithTrail(alice, "way13");
    JsonObject begun = hub.events(device, alice).get(1);
    assertThat(begun.string("kind")).contains("begun");
    assertThat(begun.string("who")).contains(device.prn());
    assertThat(begun.integer("rev")).contains(0L);
    assertThat(hub.get(TestHub.step(device, 0), alice).text()).contains("\"status\":\"DONE\"");
  }

  @Test
  void way21NobodyActsInSomebodyElsesName() {
    DeviceLogin device = hub.deviceWithTrail(alice, "way21");
    assertThat(hub.tryLogin("admin==>alice", TestHub.PASSWORD).status()).isEqualTo(401);
    assertThat(hub.postStep(device, alice, "one").string("committer"))
        .isEqualTo(hub.get("/auth/", alice).string("prn"));
    JsonObject forged =
        JsonObject.builder()
            .putAll(TestHub.step(-1, TestHub.state("a.json", "two")).members())
            .put("committer", hub.get("/auth/", alice).string("prn"))
            .build();
    assertThat(
            hub.post("/trails/" + device.id() + "/steps", device.token(), forged)
                .string("committer"))
        .isEqualTo(device.prn());
    for (String call :
        List.of("/markgarbage/device/", "/callbacks/devices/", "/cron/devices/", "/admin/")) {
      for (String method : List.of("GET", "PUT", "POST", "DELETE")) {
        assertThat(
                hub.call(method, call + device.id(), Optional.of(alice), Optional.empty(), Map.of())
                    .status())
            .as(method + " " + call)
            .isIn(403, 404, 405);
      }
    }
    assertThat(hub.events(device, alice))
        .extracting(event -> event.string("who").orElseThrow())
        .endsWith(hub.get("/auth/", alice).string("prn"), device.prn());
  }
}
