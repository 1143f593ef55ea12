package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.firmtrail.testkit.strace.StraceLog;
import dev.firmtrail.testkit.strace.SystemCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every call with which a command changes a file fails once, or from then on, as on a full, a
 * read-only or a broken disk. The command says so, leaves the old or the whole new, and does its
 * work when the disk is well again.
 *
 * <p>Which calls there are is seen in a run that nothing disturbs. A sample of them fails here, all
 * of them in {@code ./slow faults}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailingCallsTest {
  private static final boolean ALL = Boolean.getBoolean("firmtrail.faults");
  private static final int OPERATIONS = 5;
  private static final int SAMPLE = 2;

  private final long seed = Long.getLong("firmtrail.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<FaultedOperation, Counts> counts = new EnumMap<>(FaultedOperation.class);
  @TempDir private static Path temp;
  private HubProcess hub;

  @BeforeAll
  void startAHub() throws IOException {
    Optional<String> reason = StraceLog.unavailable();
    reason.ifPresent(why -> System.out.println("SKIPPED FailingCallsTest: " + why));
    assumeTrue(reason.isEmpty(), reason.orElse(""));
    System.out.println("FailingCallsTest: -Dfirmtrail.seed=" + seed);
    hub = HubProcess.start(temp.resolve("hub"));
    Person ada = new Person("ada", temp.resolve("ada")).joins(hub.url());
    Path firmware = Firmware.write(temp.resolve("firmware"), 1, 0);
    ada.quickly(firmware, "init").done();
    ada.quickly(firmware, "device", "create", "box").done();
    ada.quickly(firmware, "add", ".").done();
    ada.quickly(firmware, "commit").done();
    ada.quickly(firmware, "post", "ada/box").done();
  }

  @AfterAll
  void stopTheHub() {
    if (hub != null) {
      hub.close();
    }
    counts.forEach((operation, count) ->
        System.out.printf(
            "FailingCallsTest: %s: %d calls failed, %d of them made no difference; %d were not its own%n",
            operation, count.hit, count.spared, count.missed));
  }

  /** Of one operation. */
  private static final class Counts {
    int hit;
    int spared;
    int missed;
  }

  /** What one run was told and said. */
  private record Run(int code, String said, StraceLog log) {}

  private Run run(Scene scene, List<String> command, List<Fault> faults) throws Exception {
    Path file = temp.resolve("strace.log");
    Path said = temp.resolve("said");
    List<String> line = Fault.strace(file, faults, List.of("--seccomp-bpf", "--"));
    line.addAll(Person.pvr(command.toArray(String[]::new)));
    Process process = scene.person().start(scene.workspace(), said, line);
    int code = process.waitFor();
    return new Run(code, Firmware.text(said), StraceLog.read(file, scene.workspace()));
  }

  /** Some of them, others each time, where not all are asked for. */
  private List<FaultedOperation> operations() {
    List<FaultedOperation> operations = new ArrayList<>(List.of(FaultedOperation.values()));
    Collections.shuffle(operations, random);
    return ALL ? operations : operations.subList(0, OPERATIONS);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void leavesTheOldOrTheNewAndSaysSo(FaultedOperation operation) throws Exception {
    AtomicReference<StraceLog> undisturbed = new AtomicReference<>();
    Play play =
        Play.prepare(
            operation,
            Scene.in(temp.resolve(operation.name())),
            hub.url(),
            (scene, command) -> {
              Run run = run(scene, command, List.of());
              undisturbed.set(run.log);
              return new Ended(run.code, run.said, "");
            });
    List<Fault> faults = new ArrayList<>(Fault.in(undisturbed.get(), play.scene().place()));
    assertThat(faults).isNotEmpty();
    Collections.shuffle(faults, random);
    Counts count = new Counts();
    counts.put(operation, count);
    List<String> broken = new ArrayList<>();
    for (Fault fault : faults) {
      if (!ALL && count.hit == SAMPLE) {
        break;
      }
      play.scene().setBack();
      try {
        check(play, fault, count);
      } catch (AssertionError wrong) {
        broken.add(String.valueOf(wrong.getMessage()));
      }
    }
    assertThat(broken).as("of %d faults", faults.size()).isEmpty();
    assertThat(count.hit).isPositive();
  }

  private void check(Play play, Fault fault, Counts count) throws Exception {
    Run run = run(play.scene(), play.command(), List.of(fault));
    List<SystemCall> injected = run.log.calls().stream().filter(Fault::isInjected).toList();
    boolean ours = injected.stream().allMatch(call -> Fault.changes(call, play.scene().place()));
    if (injected.isEmpty() || !ours) {
      // Of another thread the call of that number may be the JVM's own, which may break it.
      count.missed++;
      return;
    }
    String what =
        "%s %s %s ended with %d: %s"
            .formatted(play.operation(), fault, injected, run.code, run.said);
    count.hit++;
    if (run.code == 0) {
      count.spared++;
    } else {
      assertThat(run.said)
          .as(what)
          .contains(fault.error().said)
          .contains(play.scene().place().toString());
      if (play.operation() == FaultedOperation.COMMIT && play.isDone()) {
        assertThat(run.said).as(what).contains("cannot sync the directory");
      }
    }
    Play.assertSpeaksToAPerson(run.said, what);
    play.assertOldOrNew(run.code, what);
    if (!fault.call().startsWith("unlink") && !fault.call().equals("rmdir")) {
      play.assertNothingTemporary(what);
    }
    play.assertCanBeDone(what);
  }
}
