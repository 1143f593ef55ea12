package dev.firmtrail.state;

import java.util.List;

/**
 * One piece of a {@link Glob}. It takes one character of a path and leads to the next piece, except
 * where it says otherwise.
 */
sealed interface GlobStep {
  /** This character. */
  record Exactly(int character) implements GlobStep {}

  /** Any character but a slash. */
  record Any() implements GlobStep {}

  /** Any number of characters but slashes, none too. */
  record Star() implements GlobStep {}

  /** One character in, or not in, the ranges. */
  record OneOf(boolean negated, boolean takesSlash, List<Range> ranges) implements GlobStep {
    public OneOf {
      ranges = List.copyOf(ranges);
    }
  }

  /** Any characters, slashes too. */
  record Rest(boolean mayBeNothing) implements GlobStep {}

  /** Any number of whole directories, each with its slash; none too. */
  record Directories() implements GlobStep {}

  /** Both ends included. */
  record Range(int first, int last) {
    boolean holds(int character) {
      return first <= character && character <= last;
    }
  }

  /** Whether the character can be taken. */
  default boolean takes(int character) {
    return switch (this) {
      case Exactly(int wanted) -> wanted == character;
      case Any _, Star _ -> character != '/';
      case Rest _, Directories _ -> true;
      case OneOf(boolean negated, boolean takesSlash, List<Range> ranges) ->
          (takesSlash || character != '/')
              && negated != ranges.stream().anyMatch(range -> range.holds(character));
    };
  }

  /** Whether this goes on taking characters after it has taken one. */
  default boolean repeats() {
    return this instanceof Star || this instanceof Rest || this instanceof Directories;
  }

  /** Whether this may take nothing. */
  default boolean isOptional() {
    return this instanceof Star
        || this instanceof Directories
        || (this instanceof Rest(boolean mayBeNothing) && mayBeNothing);
  }
}
