package dev.firmtrail.signatures;

import java.util.Arrays;

/**
 * The dialect of signatures, written a second time from its description: component by component,
 * one way after the other. Takes as long as it takes.
 */
final class NaiveGlob {
  private NaiveGlob() {}

  static boolean matches(String pattern, String path) {
    return components(pattern.split("/", -1), path.split("/", -1));
  }

  private static boolean components(String[] pattern, String[] path) {
    if (pattern.length == 0) {
      return path.length == 0;
    }
    if (pattern[0].equals("**")) {
      if (pattern.length == 1) {
        return path.length > 0;
      }
      for (int taken = 0; taken <= path.length; taken++) {
        if (components(rest(pattern, 1), rest(path, taken))) {
          return true;
        }
      }
      return false;
    }
    return path.length > 0
        && characters(pattern[0].codePoints().toArray(), 0, path[0].codePoints().toArray(), 0)
        && components(rest(pattern, 1), rest(path, 1));
  }

  private static String[] rest(String[] components, int from) {
    return Arrays.copyOfRange(components, from, components.length);
  }

  private static boolean characters(int[] pattern, int at, int[] text, int from) {
    if (at == pattern.length) {
      return from == text.length;
    }
    if (pattern[at] == '*') {
      return characters(pattern, at + 1, text, from)
          || (from < text.length && characters(pattern, at, text, from + 1));
    }
    if (from == text.length) {
      return false;
    }
    return switch (pattern[at]) {
      case '?' -> characters(pattern, at + 1, text, from + 1);
      case '\\' -> pattern[at + 1] == text[from] && characters(pattern, at + 2, text, from + 1);
      case '[' -> {
        int end = at + 1;
        while (pattern[end] != ']') {
          end++;
        }
        yield oneOf(pattern, at + 1, end, text[from])
            && characters(pattern, end + 1, text, from + 1);
      }
      default -> pattern[at] == text[from] && characters(pattern, at + 1, text, from + 1);
    };
  }

  private static boolean oneOf(int[] pattern, int from, int end, int character) {
    boolean negated = pattern[from] == '^';
    boolean found = false;
    for (int i = negated ? from + 1 : from; i < end; i++) {
      if (i + 2 < end && pattern[i + 1] == '-') {
        found |= pattern[i] <= character && character <= pattern[i + 2];
        i += 2;
      } else {
        found |= pattern[i] == character;
      }
    }
    return negated != found;
  }
}
