package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.testkit.crash.Replay;
import dev.firmtrail.testkit.crash.StraceRecording;
import dev.firmtrail.testkit.crash.Trace;
import dev.firmtrail.testkit.crash.Tree;
import dev.firmtrail.testkit.files.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A directory in which programs run while their file operations are recorded, and which then is put
 * into every state that a power cut may have left. In memory where the system has such a place,
 * because thousands of states are written.
 */
final class Disk implements AutoCloseable {
  /** States of each operation; {@code ./slow crash} looks at all. */
  private static final int STATES = Integer.getInteger("firmtrail.crash.states", 30);

  /** For each crash point, beside the states that are always among those to choose from. */
  private static final int RANDOM_STATES = Integer.getInteger("firmtrail.crash.random", 4);

  private static final Path MEMORY = Path.of("/dev/shm");

  private final Path beside;
  private final Path root;

  private Disk(Path beside) throws IOException {
    this.beside = beside;
    this.root = Files.createDirectory(beside.resolve("disk"));
  }

  static Disk make() throws IOException {
    Path made =
        Files.isWritable(MEMORY)
            ? Files.createTempDirectory(MEMORY, "firmtrail-crash-")
            : Files.createTempDirectory("firmtrail-crash-");
    return new Disk(made.toRealPath());
  }

  Path root() {
    return root;
  }

  /** A name for a file that no power cut touches. */
  Path beside(String name) {
    return beside.resolve(name);
  }

  /** Runs {@code pvr} to its end. */
  Trace record(Person person, Path directory, String... arguments) throws Exception {
    Path log = beside("strace.log");
    Path said = beside("said");
    Tree before = Tree.of(root);
    List<String> command = new ArrayList<>(StraceRecording.tracer(log));
    command.addAll(Person.pvr(arguments));
    Process process = person.start(directory, said, command);
    assertThat(process.waitFor()).as(Firmware.text(said)).isZero();
    return StraceRecording.read(log, root, directory, before);
  }

  /** Cuts the power everywhere in a run, and has each state recovered. */
  void recover(String operation, Trace trace, Replay.Recovery recovery) throws IOException {
    long seed = Long.getLong("firmtrail.seed", System.nanoTime());
    System.out.println("PowerCut: -Dfirmtrail.seed=" + seed);
    Replay.Report report = new Replay(seed, RANDOM_STATES, STATES).run(trace, root, recovery);
    System.out.printf("PowerCut: %s: %s%n", operation, report);
  }

  @Override
  public void close() throws IOException {
    Directories.remove(beside);
  }
}
