package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real small disks that get full at one point or another of a command. */
class FullDiskTest {
  private static final boolean ALL = Boolean.getBoolean("firmtrail.faults");
  private static final URI NO_HUB = URI.create("http://127.0.0.1:1");
  private static final int BLOCK = 4096;
  private static final int MEBIBYTES = 16;
  private static final String FULL = "No space left on device";

  private final Random random = new Random(Long.getLong("firmtrail.seed", System.nanoTime()));
  @TempDir Path temp;

  /** What it says goes to another disk. */
  private Ended run(Scene scene, List<String> command) throws Exception {
    Path said = temp.resolve("said");
    List<String> line = Person.pvr(command.toArray(String[]::new));
    int code = scene.person().start(scene.workspace(), said, line).waitFor();
    return new Ended(code, "", Firmware.text(said));
  }

  /** From nothing to more than any of the commands takes. */
  private List<Integer> freeBlocks() {
    if (ALL) {
      return List.of(0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 60, 100, 200, 300, 400);
    }
    return List.of(random.nextInt(8), 8 + random.nextInt(40));
  }

  private static List<FaultedOperation> operations() {
    return ALL
        ? List.of(
            FaultedOperation.ADD,
            FaultedOperation.COMMIT,
            FaultedOperation.CHECKOUT,
            FaultedOperation.EXPORT,
            FaultedOperation.IMPORT,
            FaultedOperation.GET,
            FaultedOperation.CLONE_OF_A_DIRECTORY,
            FaultedOperation.PUT)
        : List.of(FaultedOperation.COMMIT, FaultedOperation.IMPORT);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void leavesTheOldOrTheNewAndSaysSo(FaultedOperation operation) throws Exception {
    try (SmallDisk disk = SmallDisk.mount(temp, "disk", MEBIBYTES)) {
      Scene scene =
          new Scene(Files.createDirectory(disk.root().resolve("scene")), temp.resolve("kept"));
      Play play = Play.prepare(operation, scene, NO_HUB, this::run);
      List<String> broken = new ArrayList<>();
      int full = 0;
      for (int blocks : freeBlocks()) {
        disk.makeRoom();
        scene.setBack();
        disk.leave((long) blocks * BLOCK);
        Ended ended = run(scene, play.command());
        full += ended.code() == 0 ? 0 : 1;
        try {
          check(play, disk, ended, blocks);
        } catch (AssertionError wrong) {
          broken.add(String.valueOf(wrong.getMessage()));
        }
      }
      assertThat(broken).isEmpty();
      System.out.printf("FullDiskTest: %s met a full disk %d times%n", operation, full);
    }
  }

  private static void check(Play play, SmallDisk disk, Ended ended, int blocks) throws Exception {
    String what = "%s with %d blocks: %s".formatted(play.operation(), blocks, ended);
    if (ended.code() != 0) {
      assertThat(ended.err()).as(what).contains(FULL).contains(disk.root().toString());
    }
    Play.assertSpeaksToAPerson(ended.err(), what);
    play.assertOldOrNew(ended.code(), what);
    play.assertNothingTemporary(what);
    disk.makeRoom();
    play.assertCanBeDone(what);
  }

  @Test
  void aPoolOnAnotherDiskThatIsFullStopsTheCommitBeforeTheState() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(temp, "disk", MEBIBYTES)) {
      Path workspace = Firmware.write(temp.resolve("ws"), 1, 1);
      Person ada = new Person("ada", temp.resolve("home"));
      String pool = disk.root().resolve("pool").toString();
      ada.quickly(workspace, "init", "--objects", pool).done();
      ada.quickly(workspace, "add", ".").done();
      String before = Firmware.text(workspace.resolve(".pvr/json"));
      disk.leave(100 * BLOCK);

      Ended full = ada.run(workspace, "commit");

      assertThat(full.code()).as(full.toString()).isEqualTo(1);
      assertThat(full.err()).contains(FULL).contains(pool);
      assertThat(Firmware.text(workspace.resolve(".pvr/json"))).isEqualTo(before);
      try (Stream<Path> files = Files.list(Path.of(pool))) {
        assertThat(files).noneMatch(file -> Scene.isTemporary(file.toString()));
      }
      disk.makeRoom();
      ada.run(workspace, "commit").done();
      ada.quickly(workspace, "fsck").done();
    }
  }

  @Test
  void aFileThatGrowsOverItsLimitIsSaid() throws Exception {
    Path workspace = Firmware.write(temp.resolve("ws"), 1, 1);
    Person ada = new Person("ada", temp.resolve("home"));
    ada.quickly(workspace, "init").done();
    ada.quickly(workspace, "add", ".").done();
    String before = Firmware.text(workspace.resolve(".pvr/json"));
    Path said = temp.resolve("said");
    // In units of 512 bytes: the largest object does not fit.
    List<String> limited =
        List.of("sh", "-c", "ulimit -f 1024; exec \"$0\" commit", Person.pvr().getFirst());

    int code = ada.start(workspace, said, limited).waitFor();

    assertThat(code).as(Firmware.text(said)).isEqualTo(1);
    assertThat(Firmware.text(said)).contains("File too large").contains(ada.pool().toString());
    assertThat(Firmware.text(workspace.resolve(".pvr/json"))).isEqualTo(before);
    ada.run(workspace, "commit").done();
  }
}
