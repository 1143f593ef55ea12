package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Much data in little memory: {@code ./slow big}. */
@EnabledIfSystemProperty(
    named = "firmtrail.big",
    matches = "true",
    disabledReason = "takes minutes and 15 GB of disk; run it by ./slow big")
class BigTest {
  private static final String HEAP = "-Xmx256m";
  private static final int FILES = 4;
  private static final int MEBIBYTES_EACH = 768;
  private static final int SMALL_FILES = 50_000;
  private static final int SMALL_DIRECTORIES = 100;
  private static final int SMALL_BYTES = 2_000;
  private static final int MEBIBYTE = 1 << 20;

  @TempDir Path temp;

  @Test
  void threeGibibytesInFourFiles() throws Exception {
    Path firmware = Files.createDirectory(temp.resolve("firmware"));
    Random random = new Random(1);
    byte[] block = new byte[MEBIBYTE];
    for (int i = 0; i < FILES; i++) {
      try (OutputStream out = Files.newOutputStream(firmware.resolve("disk-" + i + ".img"))) {
        for (int m = 0; m < MEBIBYTES_EACH; m++) {
          random.nextBytes(block);
          out.write(block);
        }
      }
    }
    outAndBack("3 GiB in 4 files", firmware);
  }

  @Test
  void fiftyThousandSmallFiles() throws Exception {
    Path firmware = Files.createDirectory(temp.resolve("firmware"));
    Random random = new Random(2);
    for (int i = 0; i < SMALL_FILES; i++) {
      Path directory = firmware.resolve("tree/" + i % SMALL_DIRECTORIES);
      Files.createDirectories(directory);
      byte[] small = new byte[1 + random.nextInt(SMALL_BYTES)];
      random.nextBytes(small);
      Files.write(directory.resolve("file-" + i + ".bin"), small);
    }
    outAndBack("50,000 small files", firmware);
  }

  private void outAndBack(String what, Path firmware) throws Exception {
    try (HubProcess hub =
        HubProcess.start(temp.resolve("hub"), 0, List.of(), Map.of("FIRMTRAIL_JAVA_OPTS", HEAP))) {
      Person ada = new Person("ada", temp.resolve("ada")).joins(hub.url());
      measured(what, ada, firmware, "init");
      measured(what, ada, firmware, "device", "create", "box");
      measured(what, ada, firmware, "add", ".");
      measured(what, ada, firmware, "commit");
      measured(what, ada, firmware, "status");
      measured(what, ada, firmware, "post", "ada/box");
      Person auditor = ada.elsewhere(temp.resolve("auditor"));
      measured(what, auditor, temp, "clone", hub.url() + "/ada/box/steps/1", "back");
      System.out.printf("%s: hub: peak %d MiB%n", what, Measured.peakMebibytes(hub.handle()));

      assertThat(measured(what, auditor, temp.resolve("back"), "id").said())
          .isEqualTo(measured(what, ada, firmware, "id").said());
      assertThat(differing(firmware, temp.resolve("back"))).isEmpty();
    }
  }

  private static Measured measured(String what, Person person, Path directory, String... arguments)
      throws IOException, InterruptedException {
    Measured run = Measured.run(person, directory, HEAP, arguments);
    System.out.printf(
        "%s: pvr %s: %.1f s, peak %d MiB%n",
        what, arguments[0], run.milliseconds() / 1000.0, run.peakMebibytes());
    assertThat(run.code()).as(run.said()).isZero();
    return run;
  }

  /** The files of one tree that the other does not have, byte for byte. */
  private static List<Path> differing(Path one, Path other) throws IOException {
    try (Stream<Path> files = Files.walk(one)) {
      return files
          .filter(file -> Files.isRegularFile(file) && !file.startsWith(one.resolve(".pvr")))
          .filter(file -> differs(file, other.resolve(one.relativize(file).toString())))
          .toList();
    }
  }

  private static boolean differs(Path file, Path other) {
    try {
      return Files.mismatch(file, other) >= 0;
    } catch (IOException missing) {
      return true;
    }
  }
}
