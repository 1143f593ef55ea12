package dev.firmtrail.workspace;

import dev.firmtrail.state.Glob;
import dev.firmtrail.state.InvalidGlobException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys that the arguments of a command mean ({@code docs/formats/workspace.md}, Patterns), and
 * which arguments meant none. For one run.
 */
public final class Selection {
  private final List<Argument> arguments;
  private final Set<Argument> found = new HashSet<>();

  private Selection(List<Argument> arguments) {
    this.arguments = List.copyOf(arguments);
  }

  /** How an argument means a key. */
  public enum Way {
    /** By a pattern, or with a directory that it is in. */
    BROADLY,
    /** By its very name. */
    EXACTLY
  }

  private record Argument(String typed, Meaning meaning) {}

  private sealed interface Meaning {
    record Everything() implements Meaning {}

    /** Something outside. */
    record Nothing() implements Meaning {}

    /**
     * @param directories keys below one that fits are meant
     * @param files keys that fit are meant
     */
    record Paths(Glob glob, boolean directories, boolean files) implements Meaning {}

    default Optional<Way> means(String key) {
      return switch (this) {
        case Everything() -> Optional.of(Way.BROADLY);
        case Nothing() -> Optional.empty();
        case Paths(Glob glob, boolean directories, boolean files) ->
            files && glob.matches(key)
                ? Optional.of(glob.isLiteral() ? Way.EXACTLY : Way.BROADLY)
                : directories && glob.matchesAbove(key)
                    ? Optional.of(Way.BROADLY)
                    : Optional.empty();
      };
    }

    /** Whether only keys below a directory are meant. */
    default boolean staysBelow(String directory) {
      return switch (this) {
        case Everything() -> directory.isEmpty();
        case Nothing() -> true;
        case Paths(Glob glob, boolean _, boolean _) ->
            directory.isEmpty() || (glob + "/").startsWith(quoted(directory) + "/");
      };
    }
  }

  /**
   * What a person typed in a directory of a workspace. Nothing means everything below that
   * directory.
   *
   * @param root of the workspace, absolute and without {@code .} and {@code ..}
   * @param base key of that directory; empty at the root
   */
  static Selection of(List<String> patterns, Path root, String base) throws WorkspaceException {
    List<Argument> arguments = new ArrayList<>();
    for (String pattern : patterns.isEmpty() ? List.of(".") : patterns) {
      arguments.add(new Argument(pattern, meaning(pattern, root, base)));
    }
    return new Selection(arguments);
  }

  /** What was typed about a state without a workspace: patterns start from its top. */
  public static Selection inState(List<String> patterns) throws WorkspaceException {
    return of(patterns, Path.of("/"), "");
  }

  private static Meaning meaning(String pattern, Path root, String base) throws WorkspaceException {
    if (pattern.isEmpty()) {
      throw new WorkspaceException(
          "an empty pattern names no file; give a file name, a pattern such as '*.txt', or '.' for all");
    }
    Deque<String> way = new ArrayDeque<>();
    if (!pattern.startsWith("/")) {
      components(root.toString()).forEach(name -> way.add(quoted(name)));
      components(base).forEach(name -> way.add(quoted(name)));
    }
    for (String component : components(pattern)) {
      if (component.equals("..")) {
        way.pollLast();
      } else if (!component.equals(".")) {
        way.add(component);
      }
    }
    for (String name : components(root.toString())) {
      String next = Optional.ofNullable(way.poll()).orElse("");
      if (!next.equals(name) && !next.equals(quoted(name))) {
        return new Meaning.Nothing();
      }
    }
    if (way.isEmpty()) {
      return new Meaning.Everything();
    }
    Glob glob = glob(String.join("/", way));
    boolean files = !pattern.matches("(?s)(.*/)?\\.{0,2}");
    return new Meaning.Paths(glob, !files || glob.isLiteral(), files);
  }

  private static List<String> components(String path) {
    List<String> components = new ArrayList<>(List.of(path.split("/")));
    components.removeIf(String::isEmpty);
    return components;
  }

  /** A name as a pattern that means it alone. */
  private static String quoted(String name) {
    return name.replaceAll("[\\\\*?\\[]", "\\\\$0");
  }

  private static Glob glob(String pattern) throws WorkspaceException {
    try {
      return Glob.parse(pattern);
    } catch (InvalidGlobException malformed) {
      throw new WorkspaceException(
          malformed.getMessage() + "; write \\[ for a bracket that is part of a name", malformed);
    }
  }

  /** Whether only keys below a directory are meant. */
  boolean staysBelow(String directory) {
    return arguments.stream().allMatch(argument -> argument.meaning.staysBelow(directory));
  }

  /** How a key is meant, if it is; exactly, when by one argument at least. */
  public Optional<Way> means(String key) {
    Optional<Way> best = Optional.empty();
    for (Argument argument : arguments) {
      Optional<Way> way = argument.meaning.means(key);
      if (way.isPresent()) {
        found.add(argument);
        best = best.filter(Way.EXACTLY::equals).or(() -> way);
      }
    }
    return best;
  }

  /** The arguments that meant none of the keys that were asked about, as typed. */
  public List<String> unmatched() {
    return arguments.stream()
        .filter(argument -> !found.contains(argument))
        .map(Argument::typed)
        .toList();
  }
}
