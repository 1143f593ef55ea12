package dev.firmtrail.objects;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Gives an I/O error the words that the JDK leaves out: what was tried, on which file, and why it
 * did not work.
 */
final class Failure {
  private Failure() {}

  /**
   * Keeps the type {@link NoSuchFileException}, because callers go on from it, and an interrupt as
   * it is, because nothing failed; every other cause becomes a plain error.
   */
  static IOException of(String attempt, Path file, IOException cause) {
    if (cause instanceof ClosedByInterruptException) {
      return cause;
    }
    String reason = reason(cause);
    if (cause instanceof NoSuchFileException) {
      NoSuchFileException missing = new NoSuchFileException(attempt + " " + file, null, reason);
      missing.initCause(cause);
      return missing;
    }
    return new IOException(attempt + " " + file + ": " + reason, cause);
  }

  private static String reason(IOException cause) {
    @Nullable String told =
        cause instanceof FileSystemException known ? known.getReason() : cause.getMessage();
    if (told != null) {
      return told;
    }
    return switch (cause) {
      case NoSuchFileException missing -> "no such file or directory";
      case AccessDeniedException denied -> "permission denied";
      case FileAlreadyExistsException exists -> "it exists already";
      case NotDirectoryException file -> "not a directory";
      default -> cause.getClass().getSimpleName();
    };
  }
}
