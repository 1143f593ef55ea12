package dev.firmtrail.cli.published;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.scenario.Replay;
import dev.firmtrail.cli.scenario.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The old rules are those of the recorded program: no difference is allowed here. */
class OldPvrTest {
  private static final Set<String> NOT_HERE = Set.of("json", "diff", "app", "inspect");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01-plain-files",
        "02-nested-json",
        "03-json-numbers",
        "04-json-strings",
        "05-json-structures",
        "06-symlinks",
        "08-empty",
        "08b-empty-workspace",
        "09-odd-names",
        "10-dotfiles",
        "11-config-overlay",
        "13-deletion",
        "16-null-merge"
      })
  void doesWhatThePublishedProgramWasRecordedDoing(String scenario) throws Exception {
    Path base = Files.createDirectory(directory.toRealPath().resolve(scenario));
    assertThat(
            new Replay(Scenario.named(scenario), base, false, Set.of(), NOT_HERE, new OldPvr())
                .run())
        .isEmpty();
  }
}
