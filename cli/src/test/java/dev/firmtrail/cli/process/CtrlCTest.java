package dev.firmtrail.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CtrlCTest {
  /** More than a machine can hash before the signal comes; it is never written whole. */
  private static final long HUGE = 1L << 40;

  @TempDir Path directory;

  @Test
  void endsWith130AndLeavesTheCommittedStateAndNothingHalfWritten()
      throws IOException, InterruptedException {
    Path ws = Files.createDirectory(directory.resolve("ws"));
    Path home = Files.createDirectory(directory.resolve("home"));
    // Whoever starts this test may have it ignore SIGINT, and children inherit that.
    PvrProcess pvr = new PvrProcess(ws, home, Map.of(), List.of("env", "--default-signal=INT"));
    pvr.out("init");
    Files.writeString(ws.resolve("huge"), "small");
    pvr.out("add");
    pvr.out("commit");
    byte[] before = Files.readAllBytes(ws.resolve(".pvr/json"));
    try (RandomAccessFile huge = new RandomAccessFile(ws.resolve("huge").toFile(), "rw")) {
      huge.setLength(HUGE);
    }
    Process commit = pvr.start("commit");
    await().atMost(Duration.ofSeconds(60)).until(() -> poolSize(home) > 1);
    new ProcessBuilder("kill", "-INT", Long.toString(commit.pid())).start().waitFor();
    assertThat(commit.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(commit.exitValue()).isEqualTo(130);
    assertThat(ws.resolve(".pvr/json")).hasBinaryContent(before);
    assertThat(poolSize(home)).as("the temporary is gone").isEqualTo(1);
  }

  private static long poolSize(Path home) throws IOException {
    try (Stream<Path> files = Files.list(home.resolve(".pvr/objects"))) {
      return files.count();
    }
  }
}
