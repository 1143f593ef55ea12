package dev.firmtrail.hub.store;

import dev.firmtrail.objects.DurableFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Where a hub keeps everything: its database, its objects, its keys. */
public record DataDirectory(Path path) {
  /** Hashes of passwords and keys lie in it: nobody else's business. */
  public static final String ONLY_OURS = "rwx------";

  public Path database() {
    return path.resolve("hub.db");
  }

  public Path objects() {
    return path.resolve("objects");
  }

  /**
   * Stands there from the first to the last instant of a restore: without the rest it is no hub.
   */
  public Path restoring() {
    return path.resolve("restoring");
  }

  /**
   * Takes the directory for a hub, making it where it is missing.
   *
   * @return held as long as the hub runs
   * @throws IOException another hub runs on it, or it cannot be used
   */
  public FileChannel openForHub() throws IOException {
    make();
    refuseHalfRestored();
    return lock();
  }

  /** Makes it where it is missing. */
  public void make() throws IOException {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new IOException("cannot keep data in " + path + ": it is not a directory");
    }
    if (!Files.isDirectory(path)) {
      Files.createDirectories(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(ONLY_OURS)));
      DurableFile.syncDirectory(path.toAbsolutePath().resolve("..").normalize());
    }
  }

  /** Keeps every other process from being the hub of this directory, until it is closed. */
  public FileChannel lock() throws IOException {
    FileChannel lock =
        FileChannel.open(
            path.resolve("hub.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() == null) {
        throw new IOException("another hub runs on " + path + "; stop it first");
      }
      return lock;
    } catch (OverlappingFileLockException here) {
      lock.close();
      throw new IOException(
          "another hub of this process runs on " + path + "; stop it first", here);
    } catch (IOException taken) {
      lock.close();
      throw taken;
    }
  }

  private void refuseHalfRestored() throws IOException {
    if (Files.exists(restoring())) {
      throw new IOException(
          "a restore into %s was not finished; do the same restore again".formatted(path));
    }
  }

  /**
   * Refuses a directory that no hub has kept its data in.
   *
   * @throws IOException there is no database, or not all of it is there
   */
  public void requireHub() throws IOException {
    refuseHalfRestored();
    if (!Files.isRegularFile(database())) {
      throw new IOException(
          "no hub has kept its data in %s: there is no %s".formatted(path, database()));
    }
  }
}
