package dev.firmtrail.pins.yocto;

import java.util.List;

/** One statement of a file of BitBake. Follows {@code bitbake}'s own reader of files. */
sealed interface Statement {
  /** Where it begins, from 1. */
  int line();

  /**
   * A value for a variable.
   *
   * @param name without operators and overrides, such as {@code SRC_URI}
   * @param overrides conditions, such as {@code pn-app}
   * @param flag what stands in brackets; empty for none
   * @param lines of the file where the pieces of the value begin
   */
  record Assignment(
      String name,
      List<String> overrides,
      String flag,
      Operator operator,
      String value,
      List<Piece> lines,
      int line)
      implements Statement {
    /** The line of the file where a character of the value stands. */
    int lineAt(int offset) {
      int found = line;
      for (Piece piece : lines) {
        if (piece.offset() <= offset) {
          found = piece.line();
        }
      }
      return found;
    }

    boolean isConditional() {
      return !overrides.isEmpty();
    }
  }

  /** Where a line of the file begins in a joined value. */
  record Piece(int offset, int line) {}

  /** How a value joins those before it. */
  enum Operator {
    SET,
    /** Only where there is none. */
    WEAK,
    /** Only where there is none in the end. */
    WEAKEST,
    ADD,
    REMOVE;

    boolean isWeak() {
      return this == WEAK || this == WEAKEST;
    }
  }

  /** {@code require}, {@code include} or {@code inherit}. */
  record Inclusion(String keyword, List<String> names, int line) implements Statement {
    boolean isClass() {
      return keyword.startsWith("inherit");
    }
  }

  /** A function of shell; the first line of its body is the one behind {@code line}. */
  record Task(String name, String body, int line) implements Statement {}
}
