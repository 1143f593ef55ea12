package dev.firmtrail.dist;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * An ext4 file system in a file, mounted: only root may. Closing unmounts it and deletes the file.
 */
final class SmallDisk implements AutoCloseable {
  private static final int BLOCK = 4096;

  private final Path image;
  private final Path root;

  private SmallDisk(Path image, Path root) {
    this.image = image;
    this.root = root;
  }

  /** Skips the test, aloud, where there is no root or no loop device. */
  static SmallDisk mount(Path temp, String name, int mebibytes) throws Exception {
    Tool.needs("mkfs.ext4");
    Path image = temp.resolve(name + ".img");
    Path root = Files.createDirectory(temp.resolve(name));
    Tool.says(temp, "truncate", "-s", mebibytes + "M", image.toString());
    // Nothing is kept back for root, so that "full" is the same for everybody.
    Tool.says(temp, "mkfs.ext4", "-q", "-m", "0", image.toString());
    String said =
        attempt("mount", "-o", "loop,errors=remount-ro", image.toString(), root.toString());
    if (!said.isEmpty()) {
      System.out.println("SKIPPED: cannot mount a small disk: " + said);
    }
    assumeTrue(said.isEmpty(), () -> "cannot mount a small disk: " + said);
    SmallDisk disk = new SmallDisk(image, root);
    Files.deleteIfExists(root.resolve("lost+found"));
    return disk;
  }

  /** What the command complained of; empty when it worked. */
  private static String attempt(String... command) throws IOException {
    Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.onExit().join().exitValue() == 0 ? "" : command[0] + " ended: " + said.strip();
  }

  Path root() {
    return root;
  }

  /** Takes up all space but so many bytes, a multiple of the block. */
  void leave(long bytes) throws Exception {
    makeRoom();
    Tool.says(root, "sync", "-f", ".");
    try (FileChannel filler =
        FileChannel.open(filler(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      try {
        while (true) {
          filler.write(ByteBuffer.allocate(BLOCK));
        }
      } catch (IOException full) {
        filler.truncate(Math.max(0, filler.size() - bytes));
      }
    }
    // Freed blocks can be had when the journal knows of it.
    Tool.says(root, "sync", "-f", ".");
  }

  void makeRoom() throws IOException {
    Files.deleteIfExists(filler());
  }

  private Path filler() {
    return root.resolve("filler");
  }

  void readOnly() throws Exception {
    Tool.says(Path.of("/"), "mount", "-o", "remount,ro", root.toString());
  }

  void writable() throws Exception {
    Tool.says(Path.of("/"), "mount", "-o", "remount,rw", root.toString());
  }

  /** As after an error of the disk: read-only at once, also for files that are open for writing. */
  void abort() throws Exception {
    Tool.says(Path.of("/"), "mount", "-o", "remount,abort", root.toString());
  }

  @Override
  public void close() throws IOException {
    String said = attempt("umount", root.toString());
    if (!said.isEmpty()) {
      // Somebody still has a file open; the mount goes when he ends.
      attempt("umount", "-l", root.toString());
    }
    Files.deleteIfExists(image);
  }
}
