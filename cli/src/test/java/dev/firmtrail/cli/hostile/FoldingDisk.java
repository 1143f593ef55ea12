package dev.firmtrail.cli.hostile;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file system that takes {@code App} and {@code app} for one name, as a loop mount. */
final class FoldingDisk implements AutoCloseable {
  private static final long SIZE = 16L << 20;

  private final Path mounted;

  private FoldingDisk(Path mounted) {
    this.mounted = mounted;
  }

  /**
   * Makes and mounts one, or skips the test where that cannot be.
   *
   * @return with an empty directory in it, {@link #directory}
   */
  static FoldingDisk in(Path directory) throws Exception {
    assumeTrue(Root.isMe(), "only root can mount a file system");
    Path image = directory.resolve("folding.img");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(SIZE);
    }
    Path mount = Files.createDirectory(directory.resolve("folding"));
    assumeTrue(
        run("mkfs.ext4", "-q", "-F", "-O", "casefold", "-E", "encoding=utf8", image.toString()),
        "mkfs.ext4 cannot make a file system that folds case");
    assumeTrue(
        run("mount", "-o", "loop", image.toString(), mount.toString()),
        "this kernel mounts no file system that folds case");
    FoldingDisk disk = new FoldingDisk(mount);
    Files.createDirectory(disk.directory());
    if (!run("chattr", "+F", disk.directory().toString())) {
      disk.close();
      assumeTrue(false, "chattr cannot make a directory fold case");
    }
    return disk;
  }

  /** Folds case, and so does what is made in it. */
  Path directory() {
    return mounted.resolve("folds");
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      return Root.run(command).code() == 0;
    } catch (IOException notInstalled) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (!run("umount", mounted.toString())) {
        throw new IOException("cannot unmount " + mounted);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
