package dev.firmtrail.state;

import java.util.ArrayList;
import java.util.List;

/** Reads a pattern; what differs between the places that take patterns is below. For one text. */
abstract sealed class GlobParser permits AddGlobParser, IgnoreGlobParser {
  /** Code points. */
  final int[] in;

  /** The next one. */
  int at;

  private final String text;

  GlobParser(String text) {
    this.text = text;
    this.in = text.codePoints().toArray();
  }

  final List<GlobStep> steps() throws InvalidGlobException {
    List<GlobStep> steps = new ArrayList<>();
    while (at < in.length) {
      switch (in[at]) {
        case '*' -> steps.add(stars());
        case '?' -> {
          at++;
          steps.add(new GlobStep.Any());
        }
        case '[' -> steps.add(oneOf());
        default -> steps.add(new GlobStep.Exactly(character()));
      }
    }
    return steps;
  }

  /** Reads one star or several. */
  abstract GlobStep stars() throws InvalidGlobException;

  /** Reads a class with its brackets. */
  abstract GlobStep oneOf() throws InvalidGlobException;

  /** Reads one end of a range, or a character of a class. */
  int bound() throws InvalidGlobException {
    if (at == in.length) {
      throw refuse("'[' without ']'");
    }
    return character();
  }

  /** Reads one character that stands for itself. */
  int character() throws InvalidGlobException {
    if (in[at] == '\\') {
      at++;
      if (at == in.length) {
        throw refuse("a backslash at the end");
      }
    }
    return in[at++];
  }

  final InvalidGlobException refuse(String problem) {
    return new InvalidGlobException(
        "malformed pattern " + Shown.text(text) + ": " + problem + " (character " + (at + 1) + ")");
  }
}
