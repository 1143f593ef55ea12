package dev.firmtrail.state;

import java.util.ArrayList;
import java.util.List;

/** Reads a pattern of an ignore file, without its marks at both ends. For one text. */
sealed class IgnoreGlobParser extends GlobParser permits SelectionGlobParser {
  IgnoreGlobParser(String text) {
    super(text);
  }

  @Override
  GlobStep stars() throws InvalidGlobException {
    int first = at;
    while (at < in.length && in[at] == '*') {
      at++;
    }
    boolean wholeStart = first == 0 || in[first - 1] == '/';
    if (at - first < 2 || !wholeStart || (at < in.length && in[at] != '/')) {
      return new GlobStep.Star();
    }
    if (at == in.length) {
      return rest();
    }
    at++;
    return new GlobStep.Directories();
  }

  /** What two stars at the end stand for. */
  GlobStep rest() {
    return new GlobStep.Rest(false);
  }

  @Override
  GlobStep oneOf() throws InvalidGlobException {
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
}
