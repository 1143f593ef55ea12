package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.testkit.strace.StraceLog;
import dev.firmtrail.testkit.strace.SystemCall;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was acknowledged is on the disk, as the kernel saw it: docs/formats/objects.md, Durability.
 */
class DurabilityTest {
  private static final int OBJECTS = 5;
  private static final int STEPS = 3;

  @TempDir Path temp;

  @BeforeAll
  static void needsStrace() {
    Optional<String> reason = StraceLog.unavailable();
    reason.ifPresent(why -> System.out.println("SKIPPED DurabilityTest: " + why));
    assumeTrue(reason.isEmpty(), reason.orElse(""));
  }

  private static SystemCall rename(StraceLog log, String name) {
    return log.succeeded("rename", "renameat", "renameat2").stream()
        .filter(call -> call.quoted().get(1).endsWith(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing was renamed to " + name));
  }

  @Test
  void aCommitIsDurableBeforeItEndsAndItsObjectsBeforeItsState() throws Exception {
    Path firmware = Firmware.write(temp.resolve("firmware"), 1, 1);
    Person ada = new Person("ada", temp.resolve("ada"));
    ada.quickly(firmware, "init").done();
    ada.quickly(firmware, "add", ".").done();
    Path file = temp.resolve("strace.log");

    Process commit =
        ada.start(firmware, temp.resolve("said"), StraceLog.command(file, Person.pvr("commit")));
    assertThat(commit.waitFor()).as(Firmware.text(temp.resolve("said"))).isZero();

    // The log ends where the program does, so all that is found in it came before the end.
    StraceLog log = StraceLog.read(file, firmware);
    log.assertDurable(firmware.resolve(".pvr/json"));
    SystemCall state = rename(log, "/.pvr/json");
    Set<String> objects = Set.copyOf(Firmware.objects(firmware).values());
    assertThat(Firmware.stored(ada.pool()).keySet()).isEqualTo(objects).hasSize(13);
    for (String object : objects) {
      SystemCall durable = log.assertDurable(ada.pool().resolve(object));
      assertThat(state.after(durable)).as(durable + " before " + state).isTrue();
    }
  }

  private static boolean isAnswer(SystemCall call) {
    return call.arguments().contains("\"HTTP/1.1 ");
  }

  /** One call after another, so that the answers in the log are in the order of the calls. */
  private record Acknowledged(List<ObjectId> objects, int before, int steps) {}

  private Acknowledged talk(URI url, Person ada) throws IOException {
    List<ObjectId> objects = new ArrayList<>();
    Random random = new Random(1);
    try (HubCalls calls = new HubCalls(url, ada.token())) {
      String device = calls.get("/devices/box").string("id").orElseThrow();
      for (int i = 0; i < OBJECTS; i++) {
        byte[] content = new byte[300_000];
        random.nextBytes(content);
        objects.add(calls.upload(content));
      }
      for (int i = 0; i < STEPS; i++) {
        JsonObject state = HubCalls.state(Map.of("app/root.bin", objects.get(i)));
        assertThat(calls.post(device, state)).isEqualTo(i + 1L);
      }
    }
    return new Acknowledged(objects, 1 + 2 * OBJECTS, STEPS);
  }

  @Test
  void theHubAnswersOnlyWhenObjectsAndStepsAreDurable() throws Exception {
    Path data = temp.resolve("hub");
    HubProcess before = HubProcess.start(data);
    Person ada = new Person("ada", temp.resolve("ada")).joins(before.url());
    ada.quickly(temp, "init").done();
    ada.quickly(temp, "device", "create", "box").done();
    before.stop();

    Path file = temp.resolve("strace.log");
    List<String> tracer = StraceLog.command(file, List.of());
    HubProcess hub = HubProcess.start(data, before.url().getPort(), tracer, Map.of());
    Acknowledged acknowledged = talk(hub.url(), ada);
    hub.stop();

    StraceLog log = StraceLog.read(file, temp);
    List<SystemCall> answers =
        log.succeeded("write", "writev", "sendto", "sendmsg").stream()
            .filter(DurabilityTest::isAnswer)
            .toList();
    assertThat(answers).hasSize(acknowledged.before() + acknowledged.steps());
    assertThat(answers).allMatch(answer -> answer.arguments().contains("\"HTTP/1.1 200"));
    for (int i = 0; i < OBJECTS; i++) {
      SystemCall durable =
          log.assertDurable(hub.objects().resolve(acknowledged.objects().get(i).hex()));
      SystemCall announced = answers.get(1 + 2 * i);
      SystemCall answer = answers.get(2 + 2 * i);
      assertThat(answer.after(durable)).as(durable + " before " + answer).isTrue();
      log.assertGrewDurably(data.resolve("hub.db-wal"), announced, answer);
    }
    for (int i = 0; i < STEPS; i++) {
      int at = acknowledged.before() + i;
      log.assertGrewDurably(data.resolve("hub.db-wal"), answers.get(at - 1), answers.get(at));
    }
  }
}
