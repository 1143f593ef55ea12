package dev.firmtrail.fuzz;

import dev.firmtrail.state.Glob;
import dev.firmtrail.state.InvalidGlobException;
import java.util.regex.Pattern;

/**
 * A pattern and a path, in both dialects: matching ends, a literal pattern fits one path alone, and
 * where a pattern has no classes a regular expression made of it is of the same opinion.
 */
final class GlobTarget implements Target {
  /** A regular expression with more stars than this may take for ever where a glob does not. */
  private static final int MOST_STARS = 4;

  private static final int LONGEST_PATH = 64;

  @Override
  public void accept(byte[] input) {
    Input pieces = new Input(input);
    String pattern = pieces.text();
    String path = pieces.text();
    try {
      Glob glob = Glob.parse(pattern);
      boolean fits = glob.matches(path);
      Must.hold(!glob.isLiteral() || fits == path.equals(unescaped(pattern)), "a literal");
      compare(pattern, path, fits);
      Must.hold(!glob.matchesAbove(path) || path.indexOf('/') >= 0, "nothing is above it");
    } catch (InvalidGlobException refused) {
      Must.beShowable(refused);
    }
    try {
      Glob glob = Glob.parseIgnore(pattern);
      boolean fits = glob.matches(path);
      if (!pattern.contains("**")) {
        compare(pattern, path, fits);
      }
    } catch (InvalidGlobException refused) {
      Must.beShowable(refused);
    }
  }

  private static void compare(String pattern, String path, boolean fits) {
    long stars = pattern.chars().filter(c -> c == '*').count();
    if (pattern.indexOf('[') < 0 && stars <= MOST_STARS && path.length() <= LONGEST_PATH) {
      Must.equal(fits, regular(pattern).matcher(path).matches(), pattern + " fits " + path);
    }
  }

  private static Pattern regular(String pattern) {
    StringBuilder regular = new StringBuilder();
    int[] characters = pattern.codePoints().toArray();
    for (int i = 0; i < characters.length; i++) {
      switch (characters[i]) {
        case '*' -> regular.append("[^/]*");
        case '?' -> regular.append("[^/]");
        case '\\' -> regular.append(Pattern.quote(Character.toString(characters[++i])));
        default -> regular.append(Pattern.quote(Character.toString(characters[i])));
      }
    }
    return Pattern.compile(regular.toString(), Pattern.DOTALL);
  }

  private static String unescaped(String pattern) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) == '\\') {
        i++;
      }
      text.append(pattern.charAt(i));
    }
    return text.toString();
  }
}
