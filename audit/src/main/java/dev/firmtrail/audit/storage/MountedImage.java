package dev.firmtrail.audit.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.firmtrail.state.Shown;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file system of an image, or that of the partition of an SD card's image on which the storage
 * of a device is, mounted until this is closed: read-only, without a replay of its journal, and so
 * that nothing in it can be run or stands for a device. By the programs {@code partx}, {@code
 * blkid} and {@code mount} of util-linux, and as root.
 */
public final class MountedImage implements AutoCloseable {
  private static final int SECTOR = 512;
  private static final int MOST_OUTPUT = 64 << 10;
  private static final int UNMOUNT_TRIES = 3;
  private static final Set<String> JOURNALED = Set.of("ext3", "ext4", "xfs", "btrfs");
  private static final Pattern PARTITION = Pattern.compile("(\\d{1,4}) (\\d{1,15}) (\\d{1,15})");

  private final Path directory;
  private final String where;
  private final StorageDirectory storage;

  private MountedImage(Path directory, String where, StorageDirectory storage) {
    this.directory = directory;
    this.where = where;
    this.storage = storage;
  }

  /** A piece of an image, in bytes; the whole has no length. */
  private record Piece(String name, long offset, Optional<Long> length) {}

  private record Ran(int code, String output) {}

  /**
   * Mounts an image.
   *
   * @param temporary where the directory to mount at is made
   * @throws IOException it cannot be mounted, then with how to do so by oneself, or no storage is
   *     in it
   */
  public static MountedImage open(Path image, Path temporary) throws IOException {
    Path directory = Files.createTempDirectory(temporary, "pvr-audit-");
    List<String> refusals = new ArrayList<>();
    try {
      for (Piece piece : pieces(image)) {
        Optional<String> type = type(image, piece);
        if (type.isEmpty()) {
          refusals.add(piece.name() + ": no file system that is known");
          continue;
        }
        String options = options(piece, type.get());
        Ran mounted =
            run(
                "mount",
                "-t",
                type.get(),
                "-o",
                options,
                "--",
                image.toString(),
                directory.toString());
        if (mounted.code() != 0) {
          throw new IOException(
              "cannot mount %s of %s: %s; only root can. By yourself: sudo mount -o %s %s DIR, then pvr audit storage DIR"
                  .formatted(
                      piece.name(),
                      Shown.whole(image.toString()),
                      Shown.text(mounted.output().strip()),
                      options,
                      Shown.whole(image.toString())));
        }
        try {
          return new MountedImage(directory, piece.name(), StorageDirectory.find(directory));
        } catch (IOException none) {
          refusals.add(piece.name() + ": no storage of a device in it, or more than one");
          unmount(directory);
        }
      }
    } catch (IOException failed) {
      release(directory);
      throw failed;
    }
    release(directory);
    throw new IOException(
        "nothing to audit in %s: %s"
            .formatted(Shown.whole(image.toString()), Shown.text(String.join("; ", refusals))));
  }

  /** Which part of the image it is, for a person. */
  public String where() {
    return where;
  }

  /** The storage in it. */
  public StorageDirectory storage() {
    return storage;
  }

  private static List<Piece> pieces(Path image) throws IOException {
    List<Piece> pieces = new ArrayList<>();
    Ran table = run("partx", "-g", "-r", "-o", "NR,START,SECTORS", "--", image.toString());
    if (table.code() == 0) {
      for (String line : table.output().lines().toList()) {
        Matcher partition = PARTITION.matcher(line.strip());
        if (partition.matches()) {
          pieces.add(
              new Piece(
                  "partition " + partition.group(1),
                  Long.parseLong(partition.group(2)) * SECTOR,
                  Optional.of(Long.parseLong(partition.group(3)) * SECTOR)));
        }
      }
    }
    return pieces.isEmpty() ? List.of(new Piece("the file system", 0, Optional.empty())) : pieces;
  }

  private static Optional<String> type(Path image, Piece piece) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("blkid", "-p", "-u", "filesystem", "-s", "TYPE", "-o", "value"));
    command.addAll(List.of("-O", Long.toString(piece.offset())));
    piece.length().ifPresent(length -> command.addAll(List.of("-S", length.toString())));
    command.addAll(List.of("--", image.toString()));
    Ran ran = run(command.toArray(String[]::new));
    return Optional.of(ran.output().strip())
        .filter(type -> ran.code() == 0 && type.matches("[a-z0-9_]{1,20}"));
  }

  private static String options(Piece piece, String type) {
    return "ro,loop,nodev,nosuid,noexec,offset="
        + piece.offset()
        + piece.length().map(length -> ",sizelimit=" + length).orElse("")
        + (JOURNALED.contains(type) ? ",norecovery" : "");
  }

  private static Ran run(String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(Map.of("LC_ALL", "C"));
    Process process;
    try {
      process = builder.start();
    } catch (IOException notThere) {
      throw new IOException(
          "cannot run %s, which is needed for an image; mount it by yourself: mount -o ro,loop,norecovery IMAGE DIR"
              .formatted(command[0]),
          notThere);
    }
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readNBytes(MOST_OUTPUT), UTF_8);
      return new Ran(process.waitFor(), output);
    } catch (InterruptedException stopped) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the audit was interrupted");
    }
  }

  /** Lets go of the image, also when the thread was interrupted. */
  @Override
  public void close() throws IOException {
    release(directory);
  }

  private static void release(Path directory) throws IOException {
    boolean wasInterrupted = Thread.interrupted();
    try {
      unmount(directory);
      Files.delete(directory);
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ctrl-C at a terminal reaches the programs too, so once may not be enough. */
  private static void unmount(Path directory) throws IOException {
    String said = "";
    for (int tries = 0; tries < UNMOUNT_TRIES && isMounted(directory); tries++) {
      said = run("umount", "--", directory.toString()).output();
    }
    if (isMounted(directory)) {
      throw new IOException(
          "the image is still mounted at %s: %s; umount it by yourself"
              .formatted(directory, Shown.text(said.strip())));
    }
  }

  private static boolean isMounted(Path directory) throws IOException {
    return !device(directory).equals(device(directory.toAbsolutePath().resolveSibling(".")));
  }

  private static Object device(Path path) throws IOException {
    return Files.getAttribute(path, "unix:dev", LinkOption.NOFOLLOW_LINKS);
  }
}
