package dev.firmtrail.state;

import java.util.ArrayList;
import java.util.List;

/** Reads a pattern of {@code pvr add}. For one text. */
final class AddGlobParser {
  private final String text;
  private final int[] in;
  private int at;

  AddGlobParser(String text) {
    this.text = text;
    this.in = text.codePoints().toArray();
  }

  List<GlobStep> steps() throws InvalidGlobException {
    List<GlobStep> steps = new ArrayList<>();
    while (at < in.length) {
      switch (in[at]) {
        case '*' -> {
          at++;
          steps.add(new GlobStep.Star());
        }
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

  private GlobStep oneOf() throws InvalidGlobException {
    at++;
    boolean negated = at < in.length && in[at] == '^';
    if (negated) {
      at++;
    }
    List<GlobStep.Range> ranges = new ArrayList<>();
    do {
      int first = bound();
      int last = first;
      if (at < in.length && in[at] == '-') {
        at++;
        last = bound();
      }
      ranges.add(new GlobStep.Range(first, last));
      if (at == in.length) {
        throw refuse("'[' without ']'");
      }
    } while (in[at] != ']');
    at++;
    return new GlobStep.OneOf(negated, true, ranges);
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
        "malformed pattern " + Shown.text(text) + ": " + problem + " (character " + (at + 1) + ")");
  }
}
