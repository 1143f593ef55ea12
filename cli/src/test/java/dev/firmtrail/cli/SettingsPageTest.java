package dev.firmtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.frame.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SettingsPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("firmtrail.root", "..")).resolve("docs/formats/user-files.md");

  @Test
  void thePageHasARowForEachSettingAndNoOther() throws IOException {
    List<String> rows;
    try (Stream<String> lines = Files.lines(PAGE)) {
      rows =
          lines
              .dropWhile(line -> !line.startsWith("| setting |"))
              .skip(2)
              .takeWhile(line -> line.startsWith("|"))
              .toList();
    }
    assertThat(rows).hasSize(Setting.values().length);
    for (Setting setting : Setting.values()) {
      assertThat(rows)
          .anyMatch(row ->
              row.startsWith("| `" + setting.key() + "`")
                  && row.contains("`" + setting.variable() + "`")
                  && (setting.flag().isEmpty() || row.contains("`" + setting.flag() + "`"))
                  && row.endsWith(setting.mayStandInWorkspace() ? "| yes |" : "| no |"));
    }
  }
}
