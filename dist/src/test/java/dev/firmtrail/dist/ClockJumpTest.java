package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clocks that are wrong, and clocks that jump while programs run. */
class ClockJumpTest {
  private static final Duration YEARS = Duration.ofDays(3650);

  @TempDir Path temp;

  private static List<Integer> days() {
    return Boolean.getBoolean("firmtrail.faults") ? List.of(-3650, 3650) : List.of(-3650);
  }

  private Ended run(Person person, FakedClock clock, Path directory, String... arguments)
      throws Exception {
    Path said = temp.resolve("said");
    int code = person.start(directory, said, Person.pvr(arguments), clock.environment()).waitFor();
    return new Ended(code, Firmware.text(said), "");
  }

  private Path posted(Person ada, HubProcess hub) throws IOException {
    Path firmware = Firmware.write(temp.resolve("firmware"), 1, 1);
    ada.quickly(firmware, "init").done();
    ada.quickly(firmware, "device", "create", "box").done();
    ada.quickly(firmware, "add", ".").done();
    ada.quickly(firmware, "commit").done();
    ada.quickly(firmware, "post", hub.url() + "/ada/box").done();
    return firmware;
  }

  /** A device whose battery died says 1970; a typing error says the next century. */
  @ParameterizedTest
  @MethodSource("days")
  void aClientWhoseClockIsTenYearsOffMakesAndGetsTheSameStates(int days) throws Exception {
    FakedClock clock = FakedClock.in(temp);
    try (HubProcess hub = HubProcess.start(temp.resolve("hub"))) {
      Person ada = new Person("ada", temp.resolve("ada")).joins(hub.url());
      Path firmware = posted(ada, hub);
      String id = ada.quickly(firmware, "id").out();
      clock.set(Duration.ofDays(days));

      assertThat(run(ada, clock, firmware, "id").done().out()).isEqualTo(id);
      assertThat(run(ada, clock, firmware, "status").done().out()).isEmpty();
      String changed = "{\"days\": " + days + "}";
      Files.writeString(firmware.resolve("app/run.json"), changed);
      run(ada, clock, firmware, "commit").done();
      run(ada, clock, firmware, "post").done();
      assertThat(run(ada, clock, firmware, "steps").done().out()).contains("2", "1");
      run(ada, clock, temp, "clone", hub.url() + "/ada/box", "copy").done();
      assertThat(temp.resolve("copy/app/run.json")).content().contains(Integer.toString(days));
      run(ada, clock, temp.resolve("copy"), "fsck").done();
      assertThat(run(ada, clock, temp.resolve("copy"), "id").done().out())
          .isEqualTo(ada.quickly(firmware, "id").out());
    }
  }

  @Test
  void theHubNumbersStepsInTheOrderOfPostingWhateverItsClockSays() throws Exception {
    FakedClock clock = FakedClock.in(temp);
    try (HubProcess hub =
        HubProcess.start(temp.resolve("hub"), 0, List.of(), clock.environment())) {
      Person ada = new Person("ada", temp.resolve("ada")).joins(hub.url());
      Path firmware = posted(ada, hub);
      List<String> ids = new ArrayList<>();
      try (HubCalls calls = new HubCalls(hub.url(), ada.token())) {
        String device = calls.get("/devices/box").string("id").orElseThrow();
        for (Duration off : List.of(YEARS.negated(), Duration.ofMinutes(50), YEARS.negated())) {
          clock.set(off);
          JsonObject state =
              JsonObject.builder()
                  .put("#spec", "pantavisor-service-system@1")
                  .put("n/n.json", JsonObject.builder().put("n", ids.size()).build())
                  .build();
          assertThat(calls.post(device, state)).isEqualTo(ids.size() + 2L);
          ids.add(HubCalls.stateId(JsonObject.builder().put("state", state).build()));
        }
        List<JsonObject> steps = calls.steps(device);
        assertThat(steps.stream().map(HubCalls::stateId).skip(1).toList()).isEqualTo(ids);
      }
      assertThat(ada.quickly(firmware, "steps").done().out().lines()).hasSizeGreaterThan(3);
      ada.quickly(temp, "clone", hub.url() + "/ada/box/steps/1", "first").done();
      assertThat(Firmware.objects(temp.resolve("first"))).isEqualTo(Firmware.objects(firmware));
    }
  }

  @Test
  void sessionsAndUrlsEndByTheHubsClockAndOnesThatEndedCanBeHadAgain() throws Exception {
    FakedClock clock = FakedClock.in(temp);
    try (HubProcess hub =
        HubProcess.start(temp.resolve("hub"), 0, List.of(), clock.environment())) {
      Person ada = new Person("ada", temp.resolve("ada")).joins(hub.url());
      Path firmware = posted(ada, hub);
      try (HubCalls calls = new HubCalls(hub.url(), ada.token())) {
        clock.set(Duration.ofHours(-20));
        assertThat(calls.get("/devices/box").string("nick")).contains("box");
        byte[] content = new byte[1000];
        new Random(1).nextBytes(content);
        URI upload = calls.announce(content).orElseThrow();

        clock.set(Duration.ofHours(5));
        assertThat(calls.status("GET", "/devices/box")).isEqualTo(401);
        assertThatThrownBy(() -> calls.send(upload, content)).hasMessageContaining("time is over");

        Ended refused = ada.quickly(firmware, "post");
        assertThat(refused.code()).isNotZero();
        ada.logsIn(hub.url());
        ada.quickly(firmware, "post").done();
        try (HubCalls later = new HubCalls(hub.url(), ada.token())) {
          assertThat(later.upload(content)).isEqualTo(ObjectId.of(content));
          clock.set(Duration.ZERO);
          // Issued in what is the future now: good until it ends, not refused for that.
          assertThat(later.status("GET", "/devices/box")).isEqualTo(200);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("days")
  void aJumpInTheMiddleOfATransferNeitherHangsNorFailsIt(int days) throws Exception {
    FakedClock clock = FakedClock.in(temp);
    try (HubProcess hub = HubProcess.start(temp.resolve("hub"))) {
      Person ada = new Person("ada", temp.resolve("ada")).joins(hub.url());
      Path firmware = posted(ada, hub);
      Person auditor = ada.elsewhere(temp.resolve("auditor"));
      try (HeldWire wire = new HeldWire(hub.url(), 300_000)) {
        List<String> clone =
            Person.pvr(
                "--http-proxy", wire.url().toString(), "clone", hub.url() + "/ada/box", "copy");
        Path said = temp.resolve("said");
        Process process = auditor.start(temp, said, clone, clock.environment());
        wire.awaitHeld();
        clock.set(Duration.ofDays(days));
        wire.letGo();

        assertThat(process.waitFor()).as(Firmware.text(said)).isZero();
        assertThat(Firmware.objects(temp.resolve("copy"))).isEqualTo(Firmware.objects(firmware));
      }
    }
  }

  /** Files that an archive or another machine brought. */
  @Test
  void anEditIsSeenAlsoInAFileFromTheFutureOrWithItsTimeSetBack() throws Exception {
    Path workspace = Firmware.write(temp.resolve("ws"), 1, 0);
    Person ada = new Person("ada", temp.resolve("home"));
    ada.quickly(workspace, "init").done();
    ada.quickly(workspace, "add", ".").done();
    Path future = workspace.resolve("app/lib/part-1.jar");
    Path past = workspace.resolve("app/lib/part-2.jar");
    Tool.says(workspace, "touch", "-d", "2090-01-01", future.toString());
    Tool.says(workspace, "touch", "-d", "1971-01-01", past.toString());
    ada.run(workspace, "commit").done();
    assertThat(ada.run(workspace, "status").done().out()).isEmpty();

    for (Map.Entry<Path, String> file :
        Map.of(future, "2090-01-01", past, "1971-01-01").entrySet()) {
      byte[] content = Files.readAllBytes(file.getKey());
      content[0] ^= 1;
      Files.write(file.getKey(), content);
      Tool.says(workspace, "touch", "-d", file.getValue(), file.getKey().toString());
    }

    assertThat(ada.run(workspace, "status").done().out())
        .contains("app/lib/part-1.jar", "app/lib/part-2.jar");
  }
}
