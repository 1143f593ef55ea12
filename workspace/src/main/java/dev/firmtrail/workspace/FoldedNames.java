package dev.firmtrail.workspace;

import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.StatePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names of one state that differ in case or in how an accent is written. Most file systems keep
 * them apart; on one that does not, the second file would silently take the place of the first. For
 * one run.
 */
final class FoldedNames {
  private final Path root;
  private final Trial trial;
  private final Set<String> seen = new HashSet<>();
  private final Map<String, String> byFolded = new HashMap<>();

  private FoldedNames(Path root, Trial trial) {
    this.root = root;
    this.trial = trial;
  }

  /** Whether two names are one in a directory, which is there. */
  @FunctionalInterface
  interface Trial {
    boolean isOne(Path directory, String name, String other) throws IOException;
  }

  /**
   * Asks the file system about the names that it might take for one, and no other.
   *
   * @throws WorkspaceException it takes two of them for one
   */
  static void refuseTwins(Path root, Collection<StatePath> paths)
      throws IOException, WorkspaceException {
    refuseTwins(root, paths, FoldedNames::isOneHere);
  }

  static void refuseTwins(Path root, Collection<StatePath> paths, Trial trial)
      throws IOException, WorkspaceException {
    FoldedNames names = new FoldedNames(root, trial);
    for (StatePath path : paths) {
      names.take(path.text());
    }
  }

  /** A path, and before it each directory that it is in. */
  private void take(String path) throws IOException, WorkspaceException {
    if (!seen.add(path)) {
      return;
    }
    int slash = path.lastIndexOf('/');
    if (slash >= 0) {
      take(path.substring(0, slash));
    }
    @Nullable String twin = byFolded.putIfAbsent(folded(path), path);
    if (twin != null && trial.isOne(nearest(twin), last(twin), last(path))) {
      throw new WorkspaceException(
          "%s and %s are one name on the file system of %s; nothing was written. Use a file system that keeps them apart"
              .formatted(Shown.text(twin), Shown.text(path), root));
    }
  }

  private static String folded(String name) {
    String upper = Normalizer.normalize(name, Normalizer.Form.NFKD).toUpperCase(Locale.ROOT);
    return Normalizer.normalize(upper.toLowerCase(Locale.ROOT), Normalizer.Form.NFKD);
  }

  private static boolean isOneHere(Path directory, String name, String other) throws IOException {
    Path place = Files.createTempDirectory(directory, DurableFile.TEMPORARY_PREFIX);
    Path first = place.resolve(name);
    try {
      Files.createFile(first);
      return Files.exists(place.resolve(other), LinkOption.NOFOLLOW_LINKS);
    } finally {
      Files.deleteIfExists(first);
      Files.delete(place);
    }
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** What is made inside a directory treats names as that directory does. */
  private Path nearest(String path) {
    int slash = path.lastIndexOf('/');
    if (slash < 0) {
      return root;
    }
    String above = path.substring(0, slash);
    Path directory = root.resolve(above);
    return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) ? directory : nearest(above);
  }
}
