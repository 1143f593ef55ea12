package dev.firmtrail.objects;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a file so that after a crash, power loss included, either the old or the new content
 * stands under its name, whole.
 *
 * <p>Written to a temporary file beside the target, synced, renamed over it, directory synced. Two
 * writers of one target do not disturb each other; the later rename wins. The parent directory must
 * exist. A symbolic link at the target is replaced, not followed. When a write fails nothing has
 * changed and the temporary file is gone; the error names the file and the reason. See {@code
 * docs/formats/objects.md}, Durability.
 */
public final class DurableFile {
  /**
   * Begins the name of every temporary file that this project writes; safe to delete when no
   * process runs.
   */
  public static final String TEMPORARY_PREFIX = ".firmtrail-tmp-";

  private DurableFile() {}

  /** What a file will hold. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes all of it. When this throws, the write that asked for it does, and nothing has
     * changed.
     *
     * @param out closed by whoever gave it
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Durable when this returns. A new file gets the mode 0666 less the umask; an existing one keeps
   * its own.
   */
  public static void write(Path target, byte[] content) throws IOException {
    replace(target, out -> out.write(content), modeOf(target));
  }

  /** As {@link #write(Path, byte[])}, for content that is too large for memory. */
  public static void write(Path target, Content content) throws IOException {
    replace(target, content, modeOf(target));
  }

  /**
   * As {@link #write(Path, byte[])}, with a mode such as {@code rw-------} that holds from the
   * first instant.
   */
  public static void write(Path target, byte[] content, String mode) throws IOException {
    replace(target, out -> out.write(content), Optional.of(PosixFilePermissions.fromString(mode)));
  }

  private static void replace(Path target, Content content, Optional<Set<PosixFilePermission>> mode)
      throws IOException {
    Path directory = directoryOf(target);
    try (TemporaryFile temporary = create(directory, mode)) {
      content.writeTo(temporary.stream());
      temporary.sync();
      temporary.renameTo(target);
    }
    syncDirectory(directory);
  }

  private static TemporaryFile create(Path directory, Optional<Set<PosixFilePermission>> mode)
      throws IOException {
    if (mode.isEmpty()) {
      return TemporaryFile.in(directory);
    }
    TemporaryFile temporary =
        TemporaryFile.in(directory, PosixFilePermissions.asFileAttribute(mode.get()));
    try {
      // The umask may have taken bits away; never were there more than asked for.
      Files.setPosixFilePermissions(temporary.path(), mode.get());
      return temporary;
    } catch (IOException cannot) {
      temporary.close();
      throw Failure.of("cannot set the mode of", temporary.path(), cannot);
    }
  }

  /**
   * Makes an empty file for a library that writes files by itself; {@link #adopt} gives it its
   * name. Whoever asked for it removes it where nothing comes of it.
   *
   * @param mode such as {@code rw-------}
   */
  public static Path newTemporary(Path directory, String mode) throws IOException {
    TemporaryFile temporary = create(directory, Optional.of(PosixFilePermissions.fromString(mode)));
    temporary.endWriting();
    return temporary.path();
  }

  /** Syncs a file and gives it a name beside it, in place of any file that has it. */
  public static void adopt(Path written, Path target) throws IOException {
    try (FileChannel channel = FileChannel.open(written, StandardOpenOption.READ)) {
      TemporaryFile.sync(channel, written);
    }
    TemporaryFile.rename(written, target);
    syncDirectory(directoryOf(target));
  }

  private static Optional<Set<PosixFilePermission>> modeOf(Path target) throws IOException {
    try {
      return Optional.of(Files.getPosixFilePermissions(target));
    } catch (NoSuchFileException isNew) {
      return Optional.empty();
    } catch (IOException cannot) {
      throw Failure.of("cannot read the mode of", target, cannot);
    }
  }

  /** Removes a file if it is there; durable when this returns. A directory is refused. */
  public static void delete(Path target) throws IOException {
    if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("cannot delete " + target + ": it is a directory");
    }
    Path directory = directoryOf(target);
    try {
      Files.deleteIfExists(target);
    } catch (IOException cannot) {
      throw Failure.of("cannot delete", target, cannot);
    }
    if (Files.isDirectory(directory)) {
      // Also when the file was gone already: who removed it may not have synced yet.
      syncDirectory(directory);
    }
  }

  /** Makes a directory and its missing parents; durable when this returns. */
  public static void createDirectories(Path directory) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    @Nullable Path at = directory.toAbsolutePath();
    while (at != null && !Files.isDirectory(at)) {
      missing.push(at);
      at = at.getParent();
    }
    try {
      Files.createDirectories(directory);
    } catch (IOException cannot) {
      throw Failure.of("cannot make the directory", directory, cannot);
    }
    for (Path made : missing) {
      syncDirectory(directoryOf(made));
    }
  }

  /** Makes renames, creations and removals in a directory durable. */
  public static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException cannot) {
      throw Failure.of("cannot sync the directory", directory, cannot);
    }
  }

  /**
   * Makes a directory durable with all that is in it, at any depth: by one sync of its file system,
   * or where that cannot be had of each file and directory. Its own name is its parent's.
   */
  public static void syncTree(Path directory) throws IOException {
    Optional<FileSystemSync> fileSystem = FileSystemSync.of(directory);
    if (fileSystem.isPresent()) {
      try (FileSystemSync all = fileSystem.get()) {
        if (all.sync()) {
          return;
        }
      }
    }
    Files.walkFileTree(directory, new SyncEach());
  }

  private static final class SyncEach extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isRegularFile()) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
          TemporaryFile.sync(channel, file);
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      syncDirectory(visited);
      return FileVisitResult.CONTINUE;
    }
  }

  static Path directoryOf(Path target) {
    @Nullable Path parent = target.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException("not a file: " + target);
    }
    return parent;
  }
}
