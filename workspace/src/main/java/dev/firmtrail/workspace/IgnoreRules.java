package dev.firmtrail.workspace;

import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.state.Glob;
import dev.firmtrail.state.InvalidGlobException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the file {@code .pvrignore} at the root says ({@code docs/formats/workspace.md}, Ignored
 * files): gitignore's rules. For one thread.
 */
final class IgnoreRules {
  static final String FILE_NAME = ".pvrignore";

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final List<Rule> rules;
  private final Map<String, Boolean> ignoredDirectories = new HashMap<>();

  private IgnoreRules(List<Rule> rules) {
    this.rules = rules;
  }

  /**
   * One line.
   *
   * @param negated takes back what lines before it ignore
   * @param directoriesOnly stands for directories alone
   * @param anywhere is about a name, wherever it stands; otherwise about a path from the root
   */
  private record Rule(boolean negated, boolean directoriesOnly, boolean anywhere, Glob glob) {
    boolean fits(String path, boolean directory) {
      return (directory || !directoriesOnly)
          && glob.matches(anywhere ? path.substring(path.lastIndexOf('/') + 1) : path);
    }
  }

  /** Reads the file of a workspace; without one nothing is ignored. */
  static IgnoreRules of(Path root) throws IOException {
    Path file = root.resolve(FILE_NAME);
    return Files.isRegularFile(file)
        ? parse(new String(PlainFile.read(file), StandardCharsets.UTF_8))
        : new IgnoreRules(List.of());
  }

  static IgnoreRules parse(String text) {
    String body = text.indexOf(BYTE_ORDER_MARK) == 0 ? text.substring(1) : text;
    List<Rule> rules = new ArrayList<>();
    for (String line : body.split("\n", -1)) {
      boolean fromWindows = line.endsWith("\r");
      rule(fromWindows ? line.substring(0, line.length() - 1) : line).ifPresent(rules::add);
    }
    return new IgnoreRules(rules);
  }

  private static Optional<Rule> rule(String line) {
    if (line.startsWith("#")) {
      return Optional.empty();
    }
    String pattern = withoutSpacesAtTheEnd(line);
    boolean negated = pattern.startsWith("!");
    pattern = negated ? pattern.substring(1) : pattern;
    boolean directoriesOnly = pattern.endsWith("/");
    pattern = directoriesOnly ? pattern.substring(0, pattern.length() - 1) : pattern;
    boolean anywhere = pattern.indexOf('/') < 0;
    pattern = pattern.startsWith("/") ? pattern.substring(1) : pattern;
    if (pattern.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Rule(negated, directoriesOnly, anywhere, Glob.parseIgnore(pattern)));
    } catch (InvalidGlobException matchesNothing) {
      return Optional.empty();
    }
  }

  /** A backslash keeps the space behind it. */
  private static String withoutSpacesAtTheEnd(String line) {
    int end = 0;
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) == '\\' && i + 1 < line.length()) {
        i++;
        end = i + 1;
      } else if (line.charAt(i) != ' ') {
        end = i + 1;
      }
    }
    return line.substring(0, end);
  }

  /**
   * Whether a file is ignored: by a line of its own, or with a directory that it is in. What is in
   * an ignored directory cannot be taken back.
   *
   * @param key of something that is no directory
   */
  boolean ignores(String key) {
    if (rules.isEmpty()) {
      return false;
    }
    int slash = key.lastIndexOf('/');
    return (slash >= 0 && ignoresDirectory(key.substring(0, slash))) || isIgnored(key, false);
  }

  /** {@link #ignores} for a directory. */
  boolean ignoresDirectory(String key) {
    if (rules.isEmpty()) {
      return false;
    }
    Boolean known = ignoredDirectories.get(key);
    if (known != null) {
      return known;
    }
    int slash = key.lastIndexOf('/');
    boolean ignored =
        (slash >= 0 && ignoresDirectory(key.substring(0, slash))) || isIgnored(key, true);
    ignoredDirectories.put(key, ignored);
    return ignored;
  }

  /** The last line that fits decides. */
  private boolean isIgnored(String path, boolean directory) {
    for (Rule rule : rules.reversed()) {
      if (rule.fits(path, directory)) {
        return !rule.negated;
      }
    }
    return false;
  }
}
