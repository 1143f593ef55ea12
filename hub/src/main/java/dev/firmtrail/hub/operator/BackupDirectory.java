package dev.firmtrail.hub.operator;

import dev.firmtrail.hub.store.DataDirectory;
import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.state.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Where a backup lies, or begins to. One process at a time works on it. */
record BackupDirectory(Path path) {
  /** The mode of what lies in it. */
  static final String SECRET = "rw-------";

  /** Also says of a directory without manifest that a backup was begun in it. */
  private static final String LOCK = "backup.lock";

  Path objects() {
    return path.resolve("objects");
  }

  Path key(String name) {
    return path.resolve(name);
  }

  /**
   * Takes the directory for a backup, making it where it is missing, and clears what an earlier one
   * that was killed left half written.
   *
   * @return held until the backup is done
   * @throws IOException it holds something else, or another backup runs
   */
  FileChannel open() throws IOException {
    if (Files.isDirectory(path) && !isBackup() && !isEmpty(path)) {
      throw new IOException(path + " is neither empty nor a backup; give another directory");
    }
    DurableFile.createDirectories(path);
    // The keys and everybody's firmware will lie in it.
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(DataDirectory.ONLY_OURS));
    FileChannel lock = lock();
    removeTemporaries(path);
    if (Files.isDirectory(objects())) {
      removeTemporaries(objects());
    }
    return lock;
  }

  private boolean isBackup() {
    return Files.exists(path.resolve(BackupManifest.FILE)) || Files.exists(path.resolve(LOCK));
  }

  static boolean isEmpty(Path directory) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      return !entries.iterator().hasNext();
    }
  }

  private FileChannel lock() throws IOException {
    FileChannel lock =
        FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() != null) {
        return lock;
      }
    } catch (OverlappingFileLockException here) {
      // Said below.
    }
    lock.close();
    throw new IOException("another backup works on " + path + "; let it end first");
  }

  private static void removeTemporaries(Path directory) throws IOException {
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(directory, DurableFile.TEMPORARY_PREFIX + "*")) {
      for (Path file : left) {
        Files.delete(file);
      }
    }
  }

  /** The SHA-256 of a file. */
  static String hash(Path file) throws IOException {
    return copy(file, OutputStream.nullOutputStream());
  }

  /** Copies a file, and gives the SHA-256 of what was copied. */
  static String copy(Path file, OutputStream out) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    byte[] buffer = new byte[1 << 18];
    try (InputStream in = Files.newInputStream(file)) {
      for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
        digest.update(buffer, 0, got);
        out.write(buffer, 0, got);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
