package dev.firmtrail.workspace;

import dev.firmtrail.objects.DurableFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A directory that grows beside its place and is moved there when it is whole. Closing removes what was not moved. What a killed
 * process left is removed by the next one with the same target.
 */
final class GrowingDirectory implements AutoCloseable {
  private final Path path;
  private boolean moved;

  private GrowingDirectory(Path path) {
    this.path = path;
  }

  static GrowingDirectory beside(Path target) throws IOException, WorkspaceException {
    @Nullable Path parent = target.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new WorkspaceException("cannot make " + target + ": the directory it would lie in does not exist; make it first");
    }
    String prefix = "." + target.getFileName() + ".clone-";
    removeLeftovers(parent, prefix);
    return new GrowingDirectory(Files.createDirectory(parent.resolve(prefix + ProcessHandle.current().pid())));
  }

  private static void removeLeftovers(Path parent, String prefix) throws IOException {
    try (DirectoryStream<Path> siblings =
        Files.newDirectoryStream(parent, sibling -> sibling.getFileName().toString().startsWith(prefix))) {
      for (Path sibling : siblings) {
        String pid = sibling.getFileName().toString().substring(prefix.length());
        boolean own = pid.equals(Long.toString(ProcessHandle.current().pid()));
        if (pid.matches("\\d{1,18}") && (own || ProcessHandle.of(Long.parseLong(pid)).isEmpty())) {
          remove(sibling);
        }
      }
    }
  }

  Path path() {
    return path;
  }

  /** Takes its place, which must be free or an empty directory; durable when this returns. */
  void moveTo(Path target) throws IOException {
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    moved = true;
    @Nullable Path parent = target.getParent();
    if (parent != null) {
      DurableFile.syncDirectory(parent);
    }
  }

  @Override
  public void close() throws IOException {
    if (!moved) {
      remove(path);
    }
  }

  private static void remove(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
