package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search for the first bad revision that is killed goes on where it was. */
class BisectKillTest {
  @TempDir private Path temp;

  @Test
  void aKilledSearchKeepsItsAnswersAndGoesOn() throws Exception {
    try (HubProcess hub = HubProcess.start(temp.resolve("hub"))) {
      Person ada = new Person("ada", temp.resolve("ada"));
      ada.joins(hub.url());
      Path firmware = Files.createDirectories(temp.resolve("firmware"));
      ada.quickly(firmware, "init").done();
      ada.quickly(firmware, "device", "create", "thermostat").done();
      for (int step = 1; step <= 8; step++) {
        Files.writeString(firmware.resolve("program"), (step < 6 ? "good " : "bad ") + step);
        ada.quickly(firmware, "add", ".").done();
        ada.quickly(firmware, "commit", "-m", "work").done();
        ada.quickly(firmware, "post", hub.url() + "/ada/thermostat").done();
      }
      ada.quickly(firmware, "bisect", "start", "8", "1").done();
      Path tried = temp.resolve("tried");
      Path pipe = temp.resolve("pipe");
      assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
      // The second run says that it has begun, and waits to be killed.
      String test =
          "echo $PVR_BISECT_REV >> '%s'; [ $(wc -l < '%s') -ne 2 ] || { echo $$ > '%s'; exec sleep 1000; }; grep -q good program"
              .formatted(tried, tried, pipe);
      List<String> command = Person.pvr("bisect", "run", "sh", "-c", test);

      Process killed = ada.start(firmware, temp.resolve("said"), command, Map.of());
      long child = Long.parseLong(Files.readString(pipe).strip());
      killed.destroyForcibly().waitFor();
      ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
      List<String> before = Files.readAllLines(tried);

      Ended again = ada.run(firmware, command.subList(1, command.size()).toArray(String[]::new));
      assertThat(again.out()).startsWith("first bad revision: 6\n");
      // What was answered is not asked again; what was being tested is.
      List<String> after = Files.readAllLines(tried);
      assertThat(after.subList(before.size(), after.size()))
          .startsWith(before.getLast())
          .doesNotContain(before.getFirst());
      assertThat(firmware.resolve(".pvr/bisect/tree")).doesNotExist();
    }
  }
}
