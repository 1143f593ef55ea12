package dev.firmtrail.pins.tree;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
  private final List<SourceFile> files;
  private final Map<String, SourceFile> byPath;
  private final List<String> otherCheckouts;

  private SourceTree(Path root, List<SourceFile> files, List<String> otherCheckouts) {
    this.root = root;
    this.files = List.copyOf(files);
    this.byPath = HashMap.newHashMap(files.size());
    files.forEach(file -> byPath.put(file.path(), file));
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
    visitor.otherCheckouts.sort(Comparator.naturalOrder());
    return new SourceTree(root, visitor.files, visitor.otherCheckouts);
  }

  public Path root() {
    return root;
  }

  /** All of them, by path. */
  public List<SourceFile> files() {
    return files;
  }

  /** Those that fit, by path. */
  public List<SourceFile> files(Predicate<SourceFile> wanted) {
    return files.stream().filter(wanted).toList();
  }

  /** The file with that path; steps of {@code .} and {@code ..} are followed inside the tree. */
  public Optional<SourceFile> find(String path) {
    SourceFile exact = byPath.get(path);
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
    return Optional.ofNullable(byPath.get(String.join("/", steps)));
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

    /** The path of the directory that is looked at, with a slash at the end. */
    private final StringBuilder at = new StringBuilder();

    Visitor(Path root, Predicate<String> excluded) {
      this.root = root;
      this.excluded = excluded;
    }

    private String path(Path path) {
      return at + name(path);
    }

    private static String name(Path path) {
      return String.valueOf(path.getFileName());
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes facts) {
      if (directory.equals(root)) {
        return FileVisitResult.CONTINUE;
      }
      if (isMarkOfOther(directory)) {
        return leaveOut();
      }
      String path = path(directory);
      if (NEVER.contains(name(directory)) || isOutput(directory) || excluded.test(path)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      at.append(name(directory)).append('/');
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException why) {
      if (!directory.equals(root)) {
        at.setLength(at.length() - name(directory).length() - 1);
      }
      return FileVisitResult.CONTINUE;
    }

    /** Whether it says that the directory around it is a checkout of its own. */
    private boolean isMarkOfOther(Path path) {
      return !at.isEmpty() && name(path).equals(".git");
    }

    /** Forgets what was found in the directory that is looked at, and goes on behind it. */
    private FileVisitResult leaveOut() {
      String prefix = at.toString();
      while (!files.isEmpty() && files.getLast().path().startsWith(prefix)) {
        files.removeLast();
      }
      otherCheckouts.removeIf(path -> path.startsWith(prefix));
      otherCheckouts.add(prefix.substring(0, prefix.length() - 1));
      return FileVisitResult.SKIP_SIBLINGS;
    }

    /** Made by a build, by what lies beside it. */
    private static boolean isOutput(Path directory) {
      String name = name(directory);
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
      if (isMarkOfOther(file)) {
        return leaveOut();
      }
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
