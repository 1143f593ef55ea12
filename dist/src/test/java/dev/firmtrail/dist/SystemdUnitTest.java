package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The systemd unit that lies beside the programs. */
class SystemdUnitTest {
  private static final Path UNIT =
      Path.of(Launcher.HUB.path())
          .resolve("../../share/firmtrail/firmtrail-hub.service")
          .normalize();

  /** What a hub takes to finish what runs. */
  private static final int STOPPING_SECONDS = 30;

  @Test
  void systemdTakesItWithoutAWarning(@TempDir Path directory) throws Exception {
    Tool.needs("systemd-analyze");
    Path unit = directory.resolve("firmtrail-hub.service");
    Files.writeString(
        unit, Files.readString(UNIT).replace("/usr/local/bin/firmtrail-hub", Launcher.HUB.path()));
    assertThat(Tool.says(directory, "systemd-analyze", "verify", unit.toString())).isEmpty();
  }

  @Test
  void waitsUntilAHubHasFinished() throws IOException {
    Matcher wait = Pattern.compile("(?m)^TimeoutStopSec=(\\d+)$").matcher(Files.readString(UNIT));
    assertThat(wait.find()).isTrue();
    assertThat(Integer.parseInt(wait.group(1))).isGreaterThan(STOPPING_SECONDS);
  }

  @Test
  void startsTheHubWithWordsThatItKnows(@TempDir Path directory) throws Exception {
    List<String> lines =
        Files.readAllLines(UNIT).stream().filter(line -> line.startsWith("ExecStart=")).toList();
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst()).endsWith(" serve --config /etc/firmtrail/hub.conf");
    Path config = directory.resolve("hub.conf");
    Files.writeString(config, "data = " + directory.resolve("hub") + "\nlisten = nowhere\n");
    Process hub =
        new ProcessBuilder(Launcher.HUB.path(), "serve", "--config", config.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(hub.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(hub.waitFor()).isEqualTo(2);
    assertThat(said).contains(config + ":2: listen");
  }
}
