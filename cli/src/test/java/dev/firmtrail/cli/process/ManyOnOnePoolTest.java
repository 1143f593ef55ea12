package dev.firmtrail.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.state.ObjectId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands in processes and threads that work on one pool at once, with objects in common. */
class ManyOnOnePoolTest {
  private static final int PROCESSES = 4;
  private static final int THREADS = 4;
  private static final int ROUNDS = 4;
  private static final int FILES = 40;

  @TempDir Path directory;
  private Path home;

  @BeforeEach
  void makeHome() throws IOException {
    home = Files.createDirectory(directory.resolve("home"));
  }

  private Path workspace(String name, int first) throws IOException {
    Path workspace = Files.createDirectory(directory.resolve(name));
    for (int i = first; i < first + FILES; i++) {
      Files.writeString(workspace.resolve("file-" + i), ("content " + i + "\n").repeat(1 + i * 50));
    }
    Ran.pvr(workspace, home, "init").done();
    Ran.pvr(workspace, home, "add").done();
    return workspace;
  }

  @Test
  void everyObjectIsRightAndNothingElseIsLeft() throws Exception {
    Path source = workspace("source", 0);
    Ran.pvr(source, home, "commit").done();
    Ran.pvr(source, home, "export", "../source.tgz").done();
    List<Path> workspaces = new ArrayList<>();
    for (int i = 0; i < PROCESSES + THREADS; i++) {
      workspaces.add(workspace("ws-" + i, 10 * i));
    }
    List<Process> commits = new ArrayList<>();
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS + 4)) {
      for (int i = 0; i < PROCESSES; i++) {
        commits.add(new PvrProcess(workspaces.get(i), home).start("commit"));
      }
      for (int i = 0; i < THREADS; i++) {
        Path workspace = workspaces.get(PROCESSES + i);
        running.add(threads.submit(() -> Ran.pvr(workspace, home, "commit").done()));
      }
      running.add(threads.submit(() -> again(i -> Ran.pvr(source, home, "fsck").done())));
      running.add(
          threads.submit(
              () -> again(i -> Ran.pvr(directory, home, "clone", "source", "clone-" + i).done())));
      running.add(
          threads.submit(
              () -> again(i -> Ran.pvr(source, home, "import", "../source.tgz").done())));
      running.add(threads.submit(() -> again(i -> replaceByIdenticalOnes())));
    }
    for (Future<?> each : running) {
      each.get();
    }
    for (Process commit : commits) {
      String said = new String(commit.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(commit.waitFor()).as(said).isZero();
    }
    for (Path workspace : workspaces) {
      Ran.pvr(workspace, home, "fsck").done();
      assertThat(Ran.pvr(workspace, home, "status").done().out()).isEmpty();
    }
    assertOnlyRightObjects(10 * (PROCESSES + THREADS - 1) + FILES);
  }

  private interface Round {
    void run(int number) throws IOException;
  }

  private static Void again(Round round) throws IOException {
    for (int i = 0; i < ROUNDS; i++) {
      round.run(i);
    }
    return null;
  }

  private Path pool() {
    return home.resolve(".pvr/objects");
  }

  /** As a copy of a backup over the pool does: another file of the same bytes. */
  private void replaceByIdenticalOnes() throws IOException {
    try (Stream<Path> objects = Files.list(pool())) {
      for (Path object :
          objects.filter(file -> file.getFileName().toString().length() == 64).toList()) {
        Path copy = directory.resolve("copy");
        Files.copy(object, copy);
        Files.move(copy, object, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  private void assertOnlyRightObjects(int count) throws IOException {
    try (Stream<Path> objects = Files.list(pool())) {
      List<Path> all = objects.toList();
      assertThat(all).hasSize(count);
      for (Path object : all) {
        assertThat(ObjectId.of(Files.readAllBytes(object)).hex())
            .isEqualTo(object.getFileName().toString());
      }
    }
  }
}
