package dev.firmtrail.workspace.transfer;

import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.state.Shown;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A directory that grows beside its place and is moved there when it is whole. Closing removes what
 * was not moved. What a killed process left is removed by the next one with the same target.
 *
 * <p>It grows as {@code .NAME.clone/tree}. The lock on {@code .NAME.clone/lock} ends with the
 * process that holds it, wherever that ran, so it tells leftovers from another's work, which a
 * process number would not.
 */
final class GrowingDirectory implements AutoCloseable {
  private final Path parent;
  private final Path place;
  private final FileChannel lock;

  private GrowingDirectory(Path parent, Path place, FileChannel lock) {
    this.parent = parent;
    this.place = place;
    this.lock = lock;
  }

  /**
   * Begins with an empty directory, of the mode that the process gives to new ones.
   *
   * @param target absolute
   * @throws WorkspaceException its parent does not exist, or another process makes it right now
   */
  static GrowingDirectory beside(Path target) throws IOException, WorkspaceException {
    Optional<Path> parent = Optional.ofNullable(target.getParent()).filter(Files::isDirectory);
    if (parent.isEmpty()) {
      throw new WorkspaceException(
          "cannot make "
              + Shown.text(target.toString())
              + ": the directory it would lie in does not exist; make it first");
    }
    Path place = placeOf(target);
    Files.createDirectories(place);
    FileChannel lock = openLock(place);
    if (!isOurs(lock)) {
      lock.close();
      throw new WorkspaceException(
          "another process is making %s right now; wait for it, or name another target"
              .formatted(Shown.text(target.toString())));
    }
    GrowingDirectory growing = new GrowingDirectory(parent.get(), place, lock);
    boolean begun = false;
    try {
      Removal.of(growing.path());
      Files.createDirectory(growing.path());
      begun = true;
      return growing;
    } finally {
      if (!begun) {
        growing.close();
      }
    }
  }

  /** Where it cannot be opened, a directory that was made for it alone goes again. */
  private static FileChannel openLock(Path place) throws IOException {
    try {
      return FileChannel.open(
          place.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException cannot) {
      try {
        Files.deleteIfExists(place);
      } catch (IOException anotherIsInIt) {
        cannot.addSuppressed(anotherIsInIt);
      }
      throw cannot;
    }
  }

  private static boolean isOurs(FileChannel lock) throws IOException {
    try {
      return Optional.ofNullable(lock.tryLock()).isPresent();
    } catch (OverlappingFileLockException anotherThread) {
      return false;
    }
  }

  Path path() {
    return place.resolve("tree");
  }

  /**
   * Removes what a process left that was killed, or lost its power, when its directory was in place
   * but not yet all that had lain beside it. What another process makes right now stays.
   */
  static void clearBeside(Path target) throws IOException, WorkspaceException {
    if (Files.isDirectory(placeOf(target), LinkOption.NOFOLLOW_LINKS)) {
      beside(target).close();
    }
  }

  private static Path placeOf(Path target) {
    return target.resolveSibling("." + target.getFileName() + ".clone");
  }

  /**
   * Takes its place, which must be free or an empty directory; durable when this returns. All that
   * is in it is durable before it has the name.
   */
  void moveTo(Path target) throws IOException {
    DurableFile.syncTree(path());
    Files.move(path(), target, StandardCopyOption.ATOMIC_MOVE);
    DurableFile.syncDirectory(parent);
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      Removal.of(path());
      Files.deleteIfExists(place.resolve("lock"));
      Files.deleteIfExists(place);
    } catch (DirectoryNotEmptyException theNextIsHereAlready) {
      // It has its own lock there, and removes the rest.
    }
  }
}
