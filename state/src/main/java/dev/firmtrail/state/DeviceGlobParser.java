package dev.firmtrail.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the pattern of a {@link DeviceGlob}, a character for each byte. For one text. */
final class DeviceGlobParser {
  /** The classes of POSIX, in ASCII; those of other names hold nothing. */
  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("alnum", "09AZaz"),
          Map.entry("alpha", "AZaz"),
          Map.entry("blank", "\t\t  "),
          Map.entry("cntrl", "\0\u001F\u007F\u007F"),
          Map.entry("digit", "09"),
          Map.entry("graph", "!~"),
          Map.entry("lower", "az"),
          Map.entry("print", " ~"),
          Map.entry("punct", "!/:@[`{~"),
          Map.entry("space", "\t\r  "),
          Map.entry("upper", "AZ"),
          Map.entry("xdigit", "09AFaf"));

  private final String in;
  private int at;

  DeviceGlobParser(String in) {
    this.in = in;
  }

  List<GlobStep> steps() {
    List<GlobStep> steps = new ArrayList<>();
    while (at < in.length()) {
      char c = in.charAt(at);
      int close = c == '[' ? classEnd() : -1;
      if (close >= 0) {
        steps.add(oneOf(close));
        at = close;
      } else if (c == '\\' && at + 1 < in.length()) {
        at++;
        steps.add(new GlobStep.Exactly(in.charAt(at)));
      } else {
        steps.add(
            switch (c) {
              case '*' -> new GlobStep.Star();
              case '?' -> new GlobStep.Any();
              default -> new GlobStep.Exactly(c);
            });
      }
      at++;
    }
    return steps;
  }

  /** The bracket that closes the class at {@link #at}; less than 0 when it is left open. */
  private int classEnd() {
    int i = isNegation(at + 1) ? at + 2 : at + 1;
    if (is(i, ']')) {
      i++;
    }
    while (i < in.length() && in.charAt(i) != ']') {
      int after = isNamed(i) ? namedEnd(i) : i + 1;
      if (after < 0) {
        return -1;
      }
      i = after;
    }
    return i < in.length() ? i : -1;
  }

  private boolean isNegation(int i) {
    return is(i, '!') || is(i, '^');
  }

  private boolean is(int i, char c) {
    return i < in.length() && in.charAt(i) == c;
  }

  /** Whether a class in the class, such as {@code [:alpha:]}, begins here. */
  private boolean isNamed(int i) {
    return is(i, '[') && (is(i + 1, ':') || is(i + 1, '.') || is(i + 1, '='));
  }

  /** The place behind such a class; less than 0 when it is left open. */
  private int namedEnd(int i) {
    int close = in.indexOf(in.charAt(i + 1) + "]", i + 2);
    return close < 0 ? -1 : close + 2;
  }

  private GlobStep oneOf(int close) {
    List<GlobStep.Range> ranges = new ArrayList<>();
    boolean negated = isNegation(at + 1);
    int i = negated ? at + 2 : at + 1;
    // What a dash goes on from; a class in the class leaves it as it was.
    char last = in.charAt(i - 1);
    if (is(i, ']') || is(i, '-')) {
      last = in.charAt(i++);
      ranges.add(new GlobStep.Range(last, last));
    }
    while (i < close) {
      if (is(i, '-') && i + 1 < close) {
        // Its end is read once more, as a character and as what the next dash goes on from.
        ranges.add(new GlobStep.Range(last, in.charAt(i + 1)));
        i++;
      } else if (isNamed(i)) {
        int after = namedEnd(i);
        ranges.addAll(named(in.substring(i + 1, after - 1)));
        i = after;
      } else {
        last = in.charAt(i++);
        ranges.add(new GlobStep.Range(last, last));
      }
    }
    return new GlobStep.OneOf(negated, false, ranges);
  }

  /** The ranges of {@code :alpha:}; none for what is no class of characters. */
  private static List<GlobStep.Range> named(String name) {
    List<GlobStep.Range> ranges = new ArrayList<>();
    String pairs =
        name.startsWith(":") ? CLASSES.getOrDefault(name.substring(1, name.length() - 1), "") : "";
    for (int i = 0; i < pairs.length(); i += 2) {
      ranges.add(new GlobStep.Range(pairs.charAt(i), pairs.charAt(i + 1)));
    }
    return ranges;
  }
}
