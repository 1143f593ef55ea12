package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.firmtrail.hub.Hub;
import dev.firmtrail.hub.HubConfig;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.testkit.crash.StraceRecording;
import dev.firmtrail.testkit.crash.Trace;
import dev.firmtrail.testkit.crash.Tree;
import dev.firmtrail.testkit.strace.StraceLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Whenever the power goes at a hub, all that it had answered is there when it is started again, and
 * it goes on as if nothing had been: {@code docs/formats/objects.md}, Power cuts.
 */
class HubPowerCutTest {
  private static final int OBJECTS = 4;
  private static final int STEPS = 3;
  private static final int LARGEST = 20_000;
  private static final String ANSWER = "HTTP/1.1 ";

  private Disk disk;

  @BeforeAll
  static void needsStrace() {
    Optional<String> reason = StraceLog.unavailable();
    reason.ifPresent(why -> System.out.println("SKIPPED HubPowerCutTest: " + why));
    assumeTrue(reason.isEmpty(), reason.orElse(""));
    // It says each request, and here are thousands.
    ((Logger) LoggerFactory.getLogger("dev.firmtrail.hub")).setLevel(Level.WARN);
  }

  @BeforeEach
  void begin() throws IOException {
    disk = Disk.make();
  }

  @AfterEach
  void end() throws IOException {
    disk.close();
  }

  /** What a hub was asked for, and what each of its answers acknowledged, in order. */
  private static final class Talk {
    final List<byte[]> objects = new ArrayList<>();
    final List<JsonObject> steps = new ArrayList<>();
    final List<Acknowledged> answers = new ArrayList<>();

    /** How many objects and steps somebody may count on. */
    private record Acknowledged(int objects, int steps) {}

    void answered() {
      answers.add(new Acknowledged(objects.size(), steps.size()));
    }

    /** The first answer is to the question for the device. */
    String with(HubCalls calls) throws IOException {
      String device = calls.get("/devices/box").string("id").orElseThrow();
      answered();
      Random random = new Random(1);
      for (int i = 0; i < OBJECTS; i++) {
        byte[] content = new byte[1 + random.nextInt(LARGEST)];
        random.nextBytes(content);
        calls.upload(content);
        answered();
        objects.add(content);
        answered();
        if (i < STEPS) {
          JsonObject state = HubCalls.state(Map.of("app/root.bin", ObjectId.of(content)));
          assertThat(calls.post(device, state)).isEqualTo(i + 1L);
          steps.add(state);
          answered();
        }
      }
      return device;
    }
  }

  private Trace traced(Tree before, Path log) throws IOException {
    return StraceRecording.read(log, disk.root(), Path.of("").toAbsolutePath(), before);
  }

  @Test
  void putAndStep() throws Exception {
    HubProcess quiet = HubProcess.start(disk.root());
    Person ada = new Person("ada", disk.beside("ada")).joins(quiet.url());
    Path workspace = Files.createDirectory(disk.beside("workspace"));
    ada.quickly(workspace, "init").done();
    ada.quickly(workspace, "device", "create", "box").done();
    quiet.stop();

    Tree before = Tree.of(disk.root());
    Path log = disk.beside("strace.log");
    HubProcess hub = HubProcess.start(disk.root(), 0, StraceRecording.tracer(log), Map.of());
    Talk talk = new Talk();
    String device;
    try (HubCalls calls = new HubCalls(hub.url(), ada.token())) {
      device = talk.with(calls);
    }
    hub.stop();
    Trace trace = traced(before, log);

    disk.recover(
        "hub put and step",
        trace,
        promises -> {
          int answers = (int) promises.stream().filter(each -> each.startsWith(ANSWER)).count();
          Talk.Acknowledged acknowledged =
              answers == 0 ? new Talk.Acknowledged(0, 0) : talk.answers.get(answers - 1);
          try (Hub again = Hub.start(HubConfig.loopback(disk.root()));
              HubCalls calls = new HubCalls(again.url(), ada.token())) {
            databaseIsWhole();
            holds(calls, device, talk, acknowledged);
          }
        });
  }

  private void databaseIsWhole() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + disk.root().resolve("hub.db"));
        ResultSet answer = connection.createStatement().executeQuery("PRAGMA integrity_check")) {
      assertThat(answer.next()).isTrue();
      assertThat(answer.getString(1)).isEqualTo("ok");
    }
  }

  private void holds(HubCalls calls, String device, Talk talk, Talk.Acknowledged acknowledged)
      throws IOException {
    Firmware.stored(disk.root().resolve("objects"))
        .forEach((name, hash) -> assertThat(hash).isEqualTo(name));
    for (int i = 0; i < talk.objects.size(); i++) {
      byte[] content = talk.objects.get(i);
      boolean there = calls.announce(content).isEmpty();
      assertThat(there || i >= acknowledged.objects).as("object %d is there", i).isTrue();
      if (there) {
        assertThat(calls.download(ObjectId.of(content))).isEqualTo(content);
      }
    }
    List<JsonObject> steps = calls.steps(device);
    assertThat(steps).hasSizeBetween(acknowledged.steps, STEPS);
    for (int i = 0; i < steps.size(); i++) {
      assertThat(steps.get(i).integer("rev")).contains(i + 1L);
      assertThat(steps.get(i).object("state")).contains(talk.steps.get(i));
    }
    byte[] content = talk.objects.getFirst();
    calls.upload(content);
    assertThat(calls.download(ObjectId.of(content))).isEqualTo(content);
    assertThat(calls.post(device, HubCalls.state(Map.of("new.bin", ObjectId.of(content)))))
        .isEqualTo(steps.size() + 1L);
  }

  @Test
  void firstStart() throws Exception {
    Tree before = Tree.of(disk.root());
    Path log = disk.beside("strace.log");
    HubProcess.start(disk.root(), 0, StraceRecording.tracer(log), Map.of()).stop();
    Trace trace = traced(before, log);

    disk.recover(
        "hub's first start",
        trace,
        promises -> {
          try (Hub again = Hub.start(HubConfig.loopback(disk.root()));
              HubCalls calls = new HubCalls(again.url(), "")) {
            databaseIsWhole();
            assertThat(calls.status("GET", "/healthz")).isEqualTo(200);
          }
        });
  }
}
