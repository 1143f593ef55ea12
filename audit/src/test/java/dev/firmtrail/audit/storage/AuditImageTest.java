package dev.firmtrail.audit.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.State;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of a file system and of an SD card, mounted as root. */
class AuditImageTest {
  private static final int MEBIBYTE = 1 << 20;

  @TempDir Path directory;
  private Path image;
  private State state;

  @BeforeEach
  void anImageOfADevice() throws Exception {
    assumeTrue(
        System.getProperty("user.name").equals("root")
            && run("losetup", "-f").startsWith("/dev/loop"),
        "SKIPPED: only root mounts images, and only where there are loop devices");
    DeviceStorage device = new DeviceStorage(directory.resolve("files/storage"));
    state = device.install(3, AuditStorageTest.firmware(3));
    image = directory.resolve("card.img");
    run(
        "mke2fs",
        "-q",
        "-t",
        "ext4",
        "-b",
        "4096",
        "-d",
        directory.resolve("files").toString(),
        image.toString(),
        "16M");
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command) + ": " + said).isZero();
    return said;
  }

  private StorageReport audit(Path file) throws IOException {
    try (MountedImage mounted = MountedImage.open(file, directory)) {
      return StorageAudit.of(
          mounted.storage(),
          new Expected(state, Map.of()),
          Optional.empty(),
          Optional.empty(),
          Progress.NONE);
    }
  }

  /** Nothing stays mounted, and no directory stays. */
  private void nothingIsLeft() throws IOException {
    assertThat(Files.readString(Path.of("/proc/mounts"))).doesNotContain(directory.toString());
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.map(Path::toString)).noneMatch(name -> name.contains("pvr-audit-"));
    }
  }

  @Test
  void aFileSystemIsReadAndNotWritten() throws Exception {
    byte[] before = Files.readAllBytes(image);
    assertThat(audit(image).findings()).isEmpty();
    assertThat(Files.readAllBytes(image)).isEqualTo(before);
    nothingIsLeft();
  }

  @Test
  void whatRootCannotReadIsNotKnownAndTheRestIsJudged() throws Exception {
    String file = "/storage/trails/3/app/data.bind";
    run("debugfs", "-w", "-R", "set_inode_field " + file + " block[5] 0xFFFFFFF", image.toString());
    run("debugfs", "-w", "-R", "rm /storage/trails/3/app/run.json", image.toString());
    assertThat(audit(image).findings())
        .extracting(finding -> finding.kind() + " " + finding.path())
        .containsExactly("UNKNOWN trails/3/app/data.bind", "MISSING trails/3/app/run.json");
  }

  @Test
  void theSecondPartitionOfACardIsFound() throws Exception {
    Path card = directory.resolve("sd.img");
    byte[] content = Files.readAllBytes(image);
    int start = 4 * MEBIBYTE / 512;
    try (FileChannel out =
        FileChannel.open(card, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap(content), (long) start * 512);
      ByteBuffer table = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
      partition(table, 446, 0x0C, 2048, 2048);
      partition(table, 462, 0x83, start, content.length / 512);
      out.write(table.put(510, (byte) 0x55).put(511, (byte) 0xAA), 0);
    }
    // The kernel's own reader of tables agrees that these are two partitions.
    assertThat(run("partx", "-g", "-o", "NR", card.toString()).lines()).hasSize(2);
    try (MountedImage mounted = MountedImage.open(card, directory)) {
      assertThat(mounted.where()).isEqualTo("partition 2");
      assertThat(mounted.storage().root()).hasFileName("storage");
    }
    assertThat(audit(card).findings()).isEmpty();
    flip(card, (long) start * 512);
    assertThat(audit(card).findings())
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.DIFFERENT);
    nothingIsLeft();
  }

  /** One byte of the kernel, wherever the file system put it. */
  private void flip(Path card, long offset) throws Exception {
    String block =
        run("debugfs", "-R", "bmap /storage/trails/3/bsp/kernel.img 0", image.toString())
            .lines()
            .toList()
            .getLast()
            .strip();
    long at = offset + Long.parseLong(block) * 4096;
    try (RandomAccessFile open = new RandomAccessFile(card.toFile(), "rw")) {
      open.seek(at);
      int old = open.read();
      open.seek(at);
      open.write(old ^ 1);
    }
  }

  private static void partition(ByteBuffer table, int at, int type, int start, int sectors) {
    table.put(at + 4, (byte) type).putInt(at + 8, start).putInt(at + 12, sectors);
  }

  @Test
  void anInterruptedAuditLeavesNothingMounted() throws Exception {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> audit(image)).isInstanceOf(IOException.class);
    assertThat(Thread.interrupted()).isTrue();
    nothingIsLeft();
    MountedImage mounted = MountedImage.open(image, directory);
    Thread.currentThread().interrupt();
    mounted.close();
    assertThat(Thread.interrupted()).isTrue();
    nothingIsLeft();
  }

  @Test
  void whatIsNoImageIsRefusedWithWhatWasLookedAt() throws Exception {
    Path none = Files.write(directory.resolve("none.img"), new byte[MEBIBYTE]);
    assertThatThrownBy(() -> audit(none)).hasMessageContaining("no file system that is known");
    Path empty = directory.resolve("empty.img");
    run("mke2fs", "-q", "-t", "ext2", empty.toString(), "1M");
    assertThatThrownBy(() -> audit(empty)).hasMessageContaining("no storage of a device in it");
    nothingIsLeft();
  }
}
