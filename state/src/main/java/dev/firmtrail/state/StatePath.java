package dev.firmtrail.state;

import dev.firmtrail.state.json.CodePointOrder;
import java.util.Optional;

/**
 * A key of a state that names a file: a relative path with {@code /} between components. Every
 * instance stays inside the directory it is resolved against. Ordered by code point, as keys are in
 * a canonical state.
 *
 * <p>Control characters other than NUL are legal, as they are in file names; show a path with
 * {@link Shown#text}.
 */
public record StatePath(String text) implements Comparable<StatePath> {
  /** Longest path in UTF-8 bytes: PATH_MAX of Linux less what a storage root needs. */
  public static final int MAX_BYTES = 3072;

  /** Longest component in UTF-8 bytes: NAME_MAX of Linux. */
  public static final int MAX_COMPONENT_BYTES = 255;

  /** The directory of a workspace's own files; no state may write into it. */
  public static final String WORKSPACE_DIRECTORY = ".pvr";

  public StatePath {
    Optional<String> problem = problem(text);
    if (problem.isPresent()) {
      throw new IllegalArgumentException(problem.get() + ": " + Shown.text(text));
    }
  }

  /**
   * What makes a text unfit to be a path of a state; empty when it is fit. Looks at each character
   * once: a state may hold tens of thousands of paths.
   */
  public static Optional<String> problem(String text) {
    if (text.isEmpty()) {
      return Optional.of("empty path");
    }
    if (text.equals(State.SPEC_KEY)) {
      return Optional.of("name that a state keeps for its format");
    }
    int bytes = 0;
    int start = 0;
    int bytesBefore = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return Optional.of("path with a NUL character");
      }
      if (Character.isSurrogate(c) && !isHalfOfAPair(text, i)) {
        return Optional.of("path that is not Unicode text");
      }
      if (c == '/') {
        Optional<String> problem =
            problem(text.substring(start, i), start == 0, bytes - bytesBefore);
        if (problem.isPresent()) {
          return problem;
        }
        start = i + 1;
        bytesBefore = bytes + 1;
      }
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    if (bytes > MAX_BYTES) {
      return Optional.of("path longer than " + MAX_BYTES + " bytes");
    }
    return problem(text.substring(start), start == 0, bytes - bytesBefore);
  }

  private static boolean isHalfOfAPair(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }

  private static Optional<String> problem(String component, boolean first, int bytes) {
    if (component.isEmpty()) {
      return Optional.of(first ? "absolute path" : "path with an empty component");
    }
    if (component.equals(".") || component.equals("..")) {
      return Optional.of("path with a '" + component + "' component");
    }
    if (bytes > MAX_COMPONENT_BYTES) {
      return Optional.of("path with a component longer than " + MAX_COMPONENT_BYTES + " bytes");
    }
    if (first && component.equals(WORKSPACE_DIRECTORY)) {
      return Optional.of("path into the workspace's own directory " + WORKSPACE_DIRECTORY);
    }
    return Optional.empty();
  }

  public static Optional<StatePath> parse(String text) {
    return problem(text).isPresent() ? Optional.empty() : Optional.of(new StatePath(text));
  }

  /** Whether a value under this key may be inline JSON; case counts. */
  public boolean isJson() {
    return text.endsWith(".json");
  }

  /** Whether this path is the other one or lies below it. */
  public boolean isWithin(String directory) {
    return text.equals(directory)
        || text.startsWith(directory.endsWith("/") ? directory : directory + "/");
  }

  /** The first component. */
  public String first() {
    int slash = text.indexOf('/');
    return slash < 0 ? text : text.substring(0, slash);
  }

  @Override
  public int compareTo(StatePath other) {
    return CodePointOrder.INSTANCE.compare(text, other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
