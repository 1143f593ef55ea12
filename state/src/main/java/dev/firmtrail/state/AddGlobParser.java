package dev.firmtrail.state;

import java.util.ArrayList;
import java.util.List;

/** Reads a pattern of {@code pvr add}. For one text. */
final class AddGlobParser extends GlobParser {
  AddGlobParser(String text) {
    super(text);
  }

  @Override
  GlobStep stars() {
    at++;
    return new GlobStep.Star();
  }

  @Override
  GlobStep oneOf() throws InvalidGlobException {
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

  @Override
  int bound() throws InvalidGlobException {
    if (at < in.length && (in[at] == '-' || in[at] == ']')) {
      throw refuse(
          "a class or range in '[…]' is not complete; put a backslash before '"
              + (char) in[at]
              + "'");
    }
    return super.bound();
  }
}
