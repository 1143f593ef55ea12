package dev.firmtrail.workspace.transfer;

import dev.firmtrail.state.State;
import dev.firmtrail.state.StatePath;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the files below a directory that a state does not have, except those in {@code .pvr} and
 * {@code .pv}. Links are deleted, never followed.
 */
final class Leftovers extends SimpleFileVisitor<Path> {
  private final Path root;
  private final Set<String> kept = new HashSet<>();

  private Leftovers(Path root, State state) {
    this.root = root;
    state.entries().keySet().forEach(path -> kept.add(path.text()));
  }

  static void delete(Path root, State state) throws IOException {
    Files.walkFileTree(root, new Leftovers(root, state));
  }

  private String key(Path path) {
    return root.relativize(path).toString();
  }

  private boolean isOwn(Path path) {
    return path.equals(root.resolve(StatePath.WORKSPACE_DIRECTORY))
        || path.equals(root.resolve(BootLinks.DIRECTORY));
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    return isOwn(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    if (!kept.contains(key(file))) {
      Files.delete(file);
    }
    return FileVisitResult.CONTINUE;
  }

  /**
   * As the published program does, empty directories go only at the top; and where the state has a
   * file.
   */
  @Override
  public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
      throws IOException {
    if (failure != null) {
      throw failure;
    }
    boolean goes = root.equals(directory.getParent()) || kept.contains(key(directory));
    if (goes && isEmpty(directory)) {
      Files.delete(directory);
    }
    return FileVisitResult.CONTINUE;
  }

  private static boolean isEmpty(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (var children = Files.newDirectoryStream(directory)) {
      return !children.iterator().hasNext();
    }
  }
}
