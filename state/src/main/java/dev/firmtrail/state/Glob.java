package dev.firmtrail.state;

import java.util.List;

/**
 * A pattern for relative paths, in one of three dialects: that of {@code pvr add} ({@link #parse}),
 * that of an ignore file ({@link #parseIgnore}), and that of a signature ({@link #parseSelection}).
 * In all, {@code *} and {@code ?} do not cross a {@code /}, {@code [a-z]} stands for one character,
 * a backslash takes the next one as it is, and leading dots are ordinary. Matching takes at most
 * pattern times path steps. Immutable. See {@code docs/formats/state.md}, Globs.
 */
public final class Glob {
  private final String text;
  private final List<GlobStep> steps;
  private final GlobMatch match;

  /** What every path that fits begins with. */
  private final String prefix;

  /** What may follow the prefix, where a look at the length says whether the rest fits. */
  private final After after;

  private enum After {
    NOTHING,
    SOMETHING,
    ANYTHING,
    STEPS
  }

  private Glob(String text, List<GlobStep> steps, GlobMatch match) {
    this.text = text;
    this.steps = List.copyOf(steps);
    this.match = match;
    this.prefix = literalPrefix(steps);
    this.after = after(this.steps.subList(prefix.codePointCount(0, prefix.length()), steps.size()));
  }

  private static After after(List<GlobStep> steps) {
    if (steps.isEmpty()) {
      return After.NOTHING;
    }
    if (steps.size() == 1 && steps.getFirst() instanceof GlobStep.Rest(boolean mayBeNothing)) {
      return mayBeNothing ? After.ANYTHING : After.SOMETHING;
    }
    return After.STEPS;
  }

  private static String literalPrefix(List<GlobStep> steps) {
    StringBuilder prefix = new StringBuilder();
    for (GlobStep step : steps) {
      if (!(step instanceof GlobStep.Exactly(int character))) {
        break;
      }
      prefix.appendCodePoint(character);
    }
    return prefix.toString();
  }

  /**
   * Reads a pattern as {@code pvr add} takes it: {@code **} is two stars, {@code [^a]} is any
   * character but that one, slashes included.
   *
   * @throws InvalidGlobException a bracket or a backslash is left open, a class or a range in it is
   *     not complete
   */
  public static Glob parse(String text) throws InvalidGlobException {
    return new Glob(text, new AddGlobParser(text).steps(), new GlobMatch.Leftmost());
  }

  /**
   * Reads a pattern as gitignore has it: {@code **} as a whole component stands for any
   * directories, {@code [!a]} and {@code [^a]} for any character but that one and the slash.
   *
   * @throws InvalidGlobException git would take it for a pattern that nothing matches: a bracket or
   *     a backslash is left open
   */
  public static Glob parseIgnore(String text) throws InvalidGlobException {
    return new Glob(text, new IgnoreGlobParser(text).steps(), new GlobMatch.EveryWay());
  }

  /**
   * Reads a pattern of a signature: {@code **} as a whole component stands for any directories.
   * What the published programs and devices take for different things is refused: braces, three
   * stars, {@code [!a]}, {@code [[:alpha:]]}.
   *
   * @throws InvalidGlobException it has one of these, a bracket or a backslash is left open, or it
   *     is longer than any path
   */
  public static Glob parseSelection(String text) throws InvalidGlobException {
    if (text.length() > StatePath.MAX_BYTES) {
      throw new InvalidGlobException(
          "a pattern longer than " + StatePath.MAX_BYTES + " characters");
    }
    return new Glob(text, new SelectionGlobParser(text).steps(), new GlobMatch.EveryWay());
  }

  /** Whether only one path fits. */
  public boolean isLiteral() {
    return after == After.NOTHING;
  }

  /**
   * Most steps that matching takes for each character of a path; 0 where a look at both beginnings
   * is enough, as it is for a path, and for a directory with all below it.
   */
  public int stepsPerCharacter() {
    return after == After.STEPS ? steps.size() : 0;
  }

  /** Whether the whole path fits the pattern. */
  public boolean matches(String path) {
    // Most patterns are a path, or a directory with all below it; a state may hold thousands of
    // paths.
    return path.startsWith(prefix)
        && switch (after) {
          case NOTHING -> path.length() == prefix.length();
          case SOMETHING -> path.length() > prefix.length();
          case ANYTHING -> true;
          case STEPS -> match.matches(steps, path);
        };
  }

  /**
   * Whether a directory above the path fits the pattern.
   *
   * @param path without a slash at its end
   */
  public boolean matchesAbove(String path) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (matches(path.substring(0, slash))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return text;
  }
}
