package dev.firmtrail.workspace.transfer;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Removes a directory with all that is in it. Symbolic links are removed, never followed. */
public final class Removal extends SimpleFileVisitor<Path> {
  private Removal() {}

  /** When this returns, nothing has that name; it is no error that nothing had it. */
  public static void of(Path directory) throws IOException {
    try {
      Files.walkFileTree(directory, new Removal());
    } catch (NoSuchFileException nothingThere) {
      // As wanted.
    }
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    Files.delete(file);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
      throws IOException {
    if (failure != null) {
      throw failure;
    }
    Files.delete(visited);
    return FileVisitResult.CONTINUE;
  }
}
