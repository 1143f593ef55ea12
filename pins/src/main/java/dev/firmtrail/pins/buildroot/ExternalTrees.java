package dev.firmtrail.pins.buildroot;

import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.tree.SourceTree;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Trees of BR2_EXTERNAL: where the variables for their paths lead. */
final class ExternalTrees {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$[({]BR2_EXTERNAL_([A-Za-z0-9_]++)_PATH[)}]/?");

  private ExternalTrees() {}

  /** A path below the tree; empty where a variable is not known. */
  static Optional<String> resolve(String written, SourceTree tree) {
    Matcher matcher = VARIABLE.matcher(written);
    String path = written;
    if (matcher.lookingAt()) {
      Optional<String> root = root(matcher.group(1), tree);
      if (root.isEmpty()) {
        return Optional.empty();
      }
      path = (root.get().isEmpty() ? "" : root.get() + "/") + written.substring(matcher.end());
    } else if (written.startsWith("$(TOPDIR)/")) {
      path = written.substring("$(TOPDIR)/".length());
    }
    return path.indexOf('$') >= 0 || path.startsWith("/") ? Optional.empty() : Optional.of(path);
  }

  private static Optional<String> root(String name, SourceTree tree) {
    return tree.files(file -> file.name().equals("external.desc")).stream()
        .filter(
            file -> file.lines().stream().anyMatch(line -> line.strip().equals("name: " + name)))
        .map(SourceFile::directory)
        .findFirst();
  }
}
