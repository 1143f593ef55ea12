package dev.firmtrail.pins.tree;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The files of a build that somebody wrote. Left out are version control's own, what package
 * managers and builds put there, links, and other checkouts below this one: those belong to their
 * own repositories. For one thread.
 */
public final class SourceTree {
  /** A tree that was made to fill memory has more. */
  private static final int MOST_FILES = 2_000_000;

  private static final Set<String> NEVER =
      Set.of(
          ".git",
          ".hg",
          ".svn",
          ".repo",
          ".pvr",
          "node_modules",
          "sstate-cache",
          "__pycache__",
          ".venv",
          ".tox");

  /** What BitBake puts beside {@code conf}. */
  private static final Set<String> OF_BITBAKE = Set.of("cache", "downloads", "buildhistory");

  private final Path root;
  private final Map<String, SourceFile> files;
  private final List<String> otherCheckouts;

  private SourceTree(Path root, Map<String, SourceFile> files, List<String> otherCheckouts) {
    this.root = root;
    this.files = files;
    this.otherCheckouts = List.copyOf(otherCheckouts);
  }

  /**
   * Looks at a directory; opens no file.
   *
   * @param excluded says of a path below the directory that it is not looked at
   */
  public static SourceTree of(Path root, Predicate<String> excluded) throws IOException {
    Visitor visitor = new Visitor(root, excluded);
    Files.walkFileTree(root, visitor);
    visitor.files.sort(Comparator.comparing(SourceFile::path));
    Map<String, SourceFile> byPath = new LinkedHashMap<>();
    visitor.files.forEach(file -> byPath.put(file.path(), file));
    visitor.otherCheckouts.sort(Comparator.naturalOrder());
    return new SourceTree(root, byPath, visitor.otherCheckouts);
  }

  public Path root() {
    return root;
  }

  /** All of them, by path. */
  public List<SourceFile> files() {
    return List.copyOf(files.values());
  }

  /** Those that fit, by path. */
  public List<SourceFile> files(Predicate<SourceFile> wanted) {
    return files.values().stream().filter(wanted).toList();
  }

  /** The file with that path; steps of {@code .} and {@code ..} are followed inside the tree. */
  public Optional<SourceFile> find(String path) {
    SourceFile exact = files.get(path);
    if (exact != null) {
      return Optional.of(exact);
    }
    List<String> steps = new ArrayList<>();
    for (String step : path.split("/", -1)) {
      if (step.equals("..")) {
        if (steps.isEmpty()) {
          return Optional.empty();
        }
        steps.removeLast();
      } else if (!step.isEmpty() && !step.equals(".")) {
        steps.add(step);
      }
    }
    return Optional.ofNullable(files.get(String.join("/", steps)));
  }

  /** A file by its path from the directory of another one. */
  public Optional<SourceFile> beside(SourceFile file, String path) {
    return find(file.directory().isEmpty() ? path : file.directory() + "/" + path);
  }

  /** Directories that were left out because they are checkouts of other repositories. */
  public List<String> otherCheckouts() {
    return otherCheckouts;
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Predicate<String> excluded;
    private final List<SourceFile> files = new ArrayList<>();
    private final List<String> otherCheckouts = new ArrayList<>();

    Visitor(Path root, Predicate<String> excluded) {
      this.root = root;
      this.excluded = excluded;
    }

    private String path(Path path) {
      return root.relativize(path).toString();
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes facts) {
      if (directory.equals(root)) {
        return FileVisitResult.CONTINUE;
      }
      String path = path(directory);
      if (NEVER.contains(String.valueOf(directory.getFileName()))
          || isOutput(directory)
          || excluded.test(path)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      if (Files.exists(directory.resolve(".git"), LinkOption.NOFOLLOW_LINKS)) {
        otherCheckouts.add(path);
        return FileVisitResult.SKIP_SUBTREE;
      }
      return FileVisitResult.CONTINUE;
    }

    /** Made by a build, by what lies beside it. */
    private static boolean isOutput(Path directory) {
      String name = String.valueOf(directory.getFileName());
      if (OF_BITBAKE.contains(name) || name.equals("tmp") || name.startsWith("tmp-")) {
        return Files.exists(directory.resolveSibling("conf/local.conf"))
            || Files.exists(directory.resolveSibling("conf/bblayers.conf"));
      }
      if (name.equals("output") || name.equals("dl")) {
        return Files.exists(directory.resolveSibling("Config.in"))
            && Files.exists(directory.resolveSibling("package"));
      }
      return false;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes facts) throws IOException {
      if (!facts.isRegularFile()) {
        return FileVisitResult.CONTINUE;
      }
      String path = path(file);
      if (!excluded.test(path)) {
        if (files.size() >= MOST_FILES) {
          throw new IOException(
              "%s has more than %,d files; name the directory of a build"
                  .formatted(root, MOST_FILES));
        }
        files.add(new SourceFile(file, path));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
      if (file.equals(root)) {
        throw why;
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
