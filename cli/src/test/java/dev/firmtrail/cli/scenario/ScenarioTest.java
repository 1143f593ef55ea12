package dev.firmtrail.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ours does what the published program was recorded doing, except where the list of differences
 * says otherwise.
 */
class ScenarioTest {
  private final Differences differences = new Differences();

  @TempDir Path directory;

  @TestFactory
  Stream<DynamicTest> doesAsRecordedExceptOnPurpose() throws IOException {
    return Scenario.all().stream()
        .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> check(scenario)));
  }

  private void check(Scenario scenario) throws IOException, InterruptedException {
    Path base = Files.createDirectory(directory.toRealPath().resolve(scenario.name()));
    assumeThat(Tree.mode(base)).as("the record was made under umask 022").isEqualTo("0o755");
    assumeThat(scenario.name().startsWith("07-") && !isRoot())
        .as("only root can read the file of mode 000 in " + scenario.name())
        .isFalse();
    List<Observation> found =
        new Replay(
                scenario,
                base,
                differences.compat().contains(scenario.name()),
                steps(scenario),
                commands(),
                Program.OURS)
            .run();
    List<String> expected =
        differences.rows().stream()
            .filter(row -> row.scenario().equals(scenario.name()))
            .map(row -> line(row.step(), row.what(), row.ours()))
            .toList();
    assertThat(found.stream().map(seen -> line(seen.step(), seen.what(), seen.ours())))
        .as("what differs from the record: %s", found)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private Set<Long> steps(Scenario scenario) {
    return differences.notRun().stream()
        .filter(row -> row.scenario().equals(scenario.name()))
        .flatMap(row -> row.step().stream())
        .collect(Collectors.toSet());
  }

  private Set<String> commands() {
    return differences.notRun().stream()
        .filter(row -> row.step().isEmpty())
        .map(Differences.NotRun::command)
        .collect(Collectors.toSet());
  }

  private static String line(long step, String what, String ours) {
    return "step " + step + ", " + what + ": " + ours;
  }
}
