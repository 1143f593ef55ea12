package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.program.HubProgram;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A backup, killed at any instant of its life, leaves the copy that was there before, or none that
 * anybody takes for whole; and the same command again ends right.
 */
class KilledBackupTest {
  private static final int KILLS = 4 * Integer.getInteger("firmtrail.scale", 1);
  private static final int OBJECTS = 30;

  @TempDir private Path directory;

  private Process backup(Path target) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            HubProgram.class.getName(),
            "backup",
            "--data",
            directory.resolve("hub").toString(),
            "--to",
            target.toString())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("said").toFile())
        .start();
  }

  @Test
  void leavesNoHalfCopyThatCountsAndGoesOn() throws Exception {
    long seed = Long.getLong("firmtrail.seed", System.nanoTime());
    System.out.println("KilledBackupTest: -Dfirmtrail.seed=" + seed);
    Random instants = new Random(seed);
    Path data = directory.resolve("hub");
    int cut = 0;
    try (TestHub hub = TestHub.start(data)) {
      String ada = hub.account("ada");
      for (int i = 0; i < OBJECTS; i++) {
        hub.object(ada, "object " + i + " ".repeat(200_000), "part");
      }
      long begun = System.nanoTime();
      assertThat(backup(directory.resolve("measured")).waitFor()).isZero();
      long whole = System.nanoTime() - begun;
      for (int kill = 0; kill < KILLS; kill++) {
        Path target = directory.resolve("backup-" + kill % 2);
        boolean wasWhole = Files.exists(target.resolve("manifest.json"));
        hub.object(ada, "one more before " + kill, "part");
        Process running = backup(target);
        // The second half is where it works; before it, a JVM starts.
        boolean ended =
            running.waitFor(
                whole / 3 + (long) (instants.nextDouble() * whole * 2 / 3), TimeUnit.NANOSECONDS);
        running.destroyForcibly().waitFor();
        cut += ended ? 0 : 1;
        Path first = directory.resolve("first-" + kill);
        if (wasWhole || Files.exists(target.resolve("manifest.json"))) {
          restoresWell(target, first);
        } else {
          assertThat(restore(target, first).code()).isEqualTo(1);
        }
        HubRun again =
            HubRun.of("backup", "--data", data.toString(), "--to", target.toString(), "--json")
                .done();
        assertThat(((JsonObject) again.json()).object("objects").orElseThrow().integer("all"))
            .contains(OBJECTS + kill + 1L);
        restoresWell(target, directory.resolve("second-" + kill));
      }
    }
    System.out.printf("KilledBackupTest: %d kills, %d of them in the middle%n", KILLS, cut);
  }

  private static HubRun restore(Path target, Path to) {
    return HubRun.of("restore", "--from", target.toString(), "--data", to.toString());
  }

  private static void restoresWell(Path target, Path to) {
    restore(target, to).done();
    HubRun.of("doctor", "--deep", "--data", to.toString()).done();
  }
}
