package dev.firmtrail.cli.frame;

import dev.firmtrail.state.Shown;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * What an input or output error means to a person: the JDK's own messages are often just a file
 * name.
 */
final class Reason {
  private Reason() {}

  /** One line, fit to be shown: a name in it may be a stranger's. */
  static String of(IOException problem) {
    return Shown.whole(words(problem));
  }

  private static String words(IOException problem) {
    return switch (problem) {
      case NoSuchFileException missing -> "no such file or directory: " + missing.getFile();
      case AccessDeniedException denied -> "permission denied: " + denied.getFile();
      case FileAlreadyExistsException there -> "there is something already: " + there.getFile();
      case NotDirectoryException file -> "not a directory: " + file.getFile();
      case DirectoryNotEmptyException full -> "the directory is not empty: " + full.getFile();
      case FileSystemException other when other.getReason() != null ->
          other.getReason() + ": " + other.getFile();
      default ->
          problem.getMessage() == null ? problem.getClass().getSimpleName() : problem.getMessage();
    };
  }
}
