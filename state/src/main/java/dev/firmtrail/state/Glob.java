package dev.firmtrail.state;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern for relative paths, in the dialect that {@code pvr add} takes: {@code *} and {@code ?}
 * do not cross a {@code /}, {@code [a-z]} and {@code [^a-z]} stand for one character, a backslash
 * takes the next one as it is. Leading dots are ordinary. Matching takes at most pattern times path
 * steps. Immutable. See {@code docs/formats/state.md}, Globs.
 */
public final class Glob {
  private final String text;
  private final List<Step> steps;

  private Glob(String text, List<Step> steps) {
    this.text = text;
    this.steps = List.copyOf(steps);
  }

  /** One character of a path, or with {@link Star} any number of them. */
  private sealed interface Step {
    record Exactly(int character) implements Step {}

    record Any() implements Step {}

    record Star() implements Step {}

    record OneOf(boolean negated, List<Range> ranges) implements Step {}

    default boolean takes(int character) {
      return switch (this) {
        case Exactly(int wanted) -> wanted == character;
        case Any _, Star _ -> character != '/';
        case OneOf(boolean negated, List<Range> ranges) ->
            negated
                != ranges.stream()
                    .anyMatch(range -> range.first() <= character && character <= range.last());
      };
    }
  }

  private record Range(int first, int last) {}

  /**
   * Reads a pattern.
   *
   * @throws InvalidGlobException a bracket or a backslash is left open, a class or a range in it is
   *     not complete
   */
  public static Glob parse(String text) throws InvalidGlobException {
    return new Glob(text, new Parser(text).steps());
  }

  /** Whether the whole path fits the pattern. */
  public boolean matches(String path) {
    int[] characters = path.codePoints().toArray();
    int at = 0;
    int step = 0;
    int star = -1;
    int starTakes = 0;
    while (at < characters.length || step < steps.size()) {
      if (step < steps.size() && steps.get(step) instanceof Step.Star) {
        star = step++;
        starTakes = at;
      } else if (step < steps.size()
          && at < characters.length
          && steps.get(step).takes(characters[at])) {
        step++;
        at++;
      } else if (star >= 0 && starTakes < characters.length && characters[starTakes] != '/') {
        // Only the last star need take more: an earlier one would but move the same choice to the
        // right.
        starTakes++;
        at = starTakes;
        step = star + 1;
      } else {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return text;
  }

  private static final class Parser {
    private final String text;
    private final int[] in;
    private int at;

    Parser(String text) {
      this.text = text;
      this.in = text.codePoints().toArray();
    }

    List<Step> steps() throws InvalidGlobException {
      List<Step> steps = new ArrayList<>();
      while (at < in.length) {
        switch (in[at]) {
          case '*' -> {
            at++;
            steps.add(new Step.Star());
          }
          case '?' -> {
            at++;
            steps.add(new Step.Any());
          }
          case '[' -> steps.add(oneOf());
          default -> steps.add(new Step.Exactly(character()));
        }
      }
      return steps;
    }

    private Step oneOf() throws InvalidGlobException {
      at++;
      boolean negated = at < in.length && in[at] == '^';
      if (negated) {
        at++;
      }
      List<Range> ranges = new ArrayList<>();
      do {
        int first = bound();
        int last = first;
        if (at < in.length && in[at] == '-') {
          at++;
          last = bound();
        }
        ranges.add(new Range(first, last));
        if (at == in.length) {
          throw refuse("'[' without ']'");
        }
      } while (in[at] != ']');
      at++;
      return new Step.OneOf(negated, List.copyOf(ranges));
    }

    private int bound() throws InvalidGlobException {
      if (at == in.length) {
        throw refuse("'[' without ']'");
      }
      if (in[at] == '-' || in[at] == ']') {
        throw refuse(
            "a class or range in '[…]' is not complete; put a backslash before '"
                + (char) in[at]
                + "'");
      }
      return character();
    }

    private int character() throws InvalidGlobException {
      if (in[at] == '\\') {
        at++;
        if (at == in.length) {
          throw refuse("a backslash at the end");
        }
      }
      return in[at++];
    }

    private InvalidGlobException refuse(String problem) {
      return new InvalidGlobException(
          "malformed pattern "
              + Shown.text(text)
              + ": "
              + problem
              + " (character "
              + (at + 1)
              + ")");
    }
  }
}
