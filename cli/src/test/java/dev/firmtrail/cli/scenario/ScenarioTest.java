package dev.firmtrail.cli.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ours does what the published program was recorded doing, except where the list of differences
 * says otherwise.
 */
class ScenarioTest {
  private final ScenarioCheck ours = new ScenarioCheck(Program.OURS);

  @TempDir Path directory;

  @TestFactory
  Stream<DynamicTest> doesAsRecordedExceptOnPurpose() throws IOException {
    return Scenario.all().stream()
        .map(scenario ->
            DynamicTest.dynamicTest(scenario.name(), () -> ours.check(scenario, directory)));
  }
}
