package dev.firmtrail.audit.gate;

import dev.firmtrail.state.Shown;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A name in a deploy directory that stands for a file.
 *
 * @param name below the directory, with {@code /} between components
 * @param real the file itself, without links; empty where there is none that may be read
 * @param problem why there is none: what it is instead
 */
record DeployFile(String name, Optional<Path> real, String problem) {
  /** A Yocto build deploys a few hundred. */
  static final int MAX_FILES = 100_000;

  /**
   * All names in a directory, sorted. A link to a directory inside stands for nothing: what is in
   * it has names of its own.
   *
   * @param root a directory, without links in its path
   */
  static List<DeployFile> allIn(Path root) throws IOException, WorkspaceException {
    List<DeployFile> all = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes facts)
              throws IOException {
            of(root, file, facts).ifPresent(all::add);
            return all.size() > MAX_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
          }
        });
    if (all.size() > MAX_FILES) {
      throw new WorkspaceException(
          "more than "
              + MAX_FILES
              + " files in "
              + Shown.text(root.toString())
              + "; name the directory that holds what is deployed and nothing else");
    }
    all.sort(Comparator.comparing(DeployFile::name));
    return all;
  }

  private static Optional<DeployFile> of(Path root, Path file, BasicFileAttributes facts)
      throws IOException {
    String name = root.relativize(file).toString();
    if (facts.isRegularFile()) {
      return Optional.of(new DeployFile(name, Optional.of(file), ""));
    }
    if (!facts.isSymbolicLink()) {
      return Optional.of(unusable(name, "neither a file nor a link"));
    }
    Path real;
    try {
      real = file.toRealPath();
    } catch (FileSystemException nothingThere) {
      return Optional.of(unusable(name, "a link that leads nowhere"));
    }
    if (!real.startsWith(root)) {
      return Optional.of(unusable(name, "a link that leads out of the directory"));
    }
    if (Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    return Optional.of(
        Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)
            ? new DeployFile(name, Optional.of(real), "")
            : unusable(name, "a link to what is no file"));
  }

  private static DeployFile unusable(String name, String problem) {
    return new DeployFile(name, Optional.empty(), problem);
  }
}
