package dev.firmtrail.state;

import java.util.ArrayList;
import java.util.List;

/** Reads a pattern of an ignore file, without its marks at both ends. For one text. */
final class IgnoreGlobParser {
  private final String text;
  private final int[] in;
  private int at;

  IgnoreGlobParser(String text) {
    this.text = text;
    this.in = text.codePoints().toArray();
  }

  List<GlobStep> steps() throws InvalidGlobException {
    List<GlobStep> steps = new ArrayList<>();
    while (at < in.length) {
      switch (in[at]) {
        case '*' -> stars(steps);
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

  private void stars(List<GlobStep> steps) {
    int first = at;
    while (at < in.length && in[at] == '*') {
      at++;
    }
    boolean wholeStart = first == 0 || in[first - 1] == '/';
    if (at - first < 2 || !wholeStart || (at < in.length && in[at] != '/')) {
      steps.add(new GlobStep.Star());
    } else if (at == in.length) {
      steps.add(new GlobStep.Rest());
    } else {
      at++;
      steps.add(new GlobStep.Directories());
    }
  }

  private GlobStep oneOf() throws InvalidGlobException {
    at++;
    boolean negated = at < in.length && (in[at] == '!' || in[at] == '^');
    if (negated) {
      at++;
    }
    List<GlobStep.Range> ranges = new ArrayList<>();
    do {
      int first = bound();
      ranges.add(new GlobStep.Range(first, first));
      if (at + 1 < in.length && in[at] == '-' && in[at + 1] != ']') {
        at++;
        ranges.add(new GlobStep.Range(first, bound()));
      }
    } while (at < in.length && in[at] != ']');
    if (at == in.length) {
      throw refuse("'[' without ']'");
    }
    at++;
    return new GlobStep.OneOf(negated, false, ranges);
  }

  private int bound() throws InvalidGlobException {
    if (at == in.length) {
      throw refuse("'[' without ']'");
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
