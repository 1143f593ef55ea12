package dev.firmtrail.dist;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Pvr;
import dev.firmtrail.cli.frame.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thirty recorded runs of the published program, done again by the launcher that a user starts.
 * (All of them, in-process: {@code ScenarioTest} in the module {@code cli}.) Chosen are runs
 * without a difference on purpose, some of each kind.
 */
class RecordedRunsTest {
  private static final int WANTED = 30;

  private static final Map<String, Set<Integer>> CHOSEN =
      Map.ofEntries(
          entry("01-plain-files", Set.of(0, 2, 6, 10, 13, 15, 16, 23, 32)),
          entry("06-symlinks", Set.of(6, 12, 19)),
          entry("09-odd-names", Set.of(2, 6, 12, 18)),
          entry("09c-glob-add", Set.of(2, 17, 23, 26)),
          entry("12-invalid-json", Set.of(166, 167, 168, 169)),
          entry("17-init-variants", Set.of(6, 12, 18)),
          entry("19-checkout", Set.of(3, 7, 10, 31)),
          entry("20-errors", Set.of(1, 2, 3, 11, 50, 66, 68)),
          entry("21-export-import", Set.of(5, 8, 19, 35, 39, 43, 55, 73, 93)),
          entry("22-put-get-local", Set.of(23, 31, 42, 91, 143, 154, 156, 157, 161)),
          entry("23-merge", Set.of(11, 14, 31, 61, 67)),
          entry("24-clone-deploy-local", Set.of(4, 9, 11, 13, 15, 17)));

  @TempDir Path directory;

  @TestFactory
  List<DynamicTest> theLauncherDoesWhatThePublishedProgramWasRecordedDoing() {
    List<DynamicTest> tests = new ArrayList<>();
    CHOSEN.forEach((scenario, steps) ->
        tests.add(DynamicTest.dynamicTest(scenario, () -> check(scenario, steps))));
    return tests;
  }

  @Test
  void thirtyAtLeast() {
    assertThat(CHOSEN.values().stream().mapToInt(Set::size).sum()).isGreaterThanOrEqualTo(WANTED);
  }

  private void check(String scenario, Set<Integer> steps) throws Exception {
    Path base = Files.createDirectory(directory.toRealPath().resolve(scenario));
    List<RecordedScenario.Seen> seen =
        new RecordedScenario(scenario, base)
            .replay(steps, RecordedRunsTest::asProcess, RecordedRunsTest::inProcess);
    assertThat(seen).hasSameSizeAs(steps);
    for (RecordedScenario.Seen run : seen) {
      assertThat(run.ours()).as(run.command()).isEqualTo(run.theirs());
    }
  }

  private static Ended asProcess(
      Path where, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    Path err = Files.createTempFile("err", "");
    ProcessBuilder builder =
        new ProcessBuilder(Person.pvr(arguments.toArray(new String[0])))
            .directory(where.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PVR_"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Ended ended = new Ended(process.waitFor(), out, Files.readString(err));
    Files.delete(err);
    return ended;
  }

  private static Ended inProcess(
      Path where, Map<String, String> environment, List<String> arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int code =
        Pvr.run(
            arguments,
            new Session(
                where,
                where,
                environment,
                InputStream.nullInputStream(),
                out,
                out,
                Clock.systemUTC(),
                Session.Terminals.NONE));
    return new Ended(code, out.toString(StandardCharsets.UTF_8), "");
  }
}
