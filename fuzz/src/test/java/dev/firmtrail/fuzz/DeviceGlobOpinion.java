package dev.firmtrail.fuzz;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a device matches, said a second time: what stands first in a pattern takes its character, and
 * the rest of the pattern the rest of the key, in whatever way there is.
 */
final class DeviceGlobOpinion {
  private static final int LONGEST_PATTERN = 128;
  private static final int LONGEST_KEY = 24;
  private static final int MOST_STARS = 4;

  private static final String BELOW = "/**";

  private static final String NAMED = "\\[(?<kind>[:.=])(?<name>(?s:.*?))\\k<kind>\\]";
  private static final Pattern FIRST_NAMED = Pattern.compile(NAMED);
  private static final Pattern CLASS =
      Pattern.compile("\\[(?<not>[!^]?+)(?<body>\\]?+(?:" + NAMED + "|(?!\\[[:.=])[^\\]])*+)\\]");

  /** In ASCII, as Java has them. */
  private static final Map<String, Pattern> CLASSES =
      Stream.of(
              "Alnum", "Alpha", "Blank", "Cntrl", "Digit", "Graph", "Lower", "Print", "Punct",
              "Space", "Upper", "XDigit")
          .collect(
              Collectors.toMap(
                  name -> name.toLowerCase(Locale.ROOT),
                  name -> Pattern.compile("\\p{" + name + "}")));

  private DeviceGlobOpinion() {}

  /** Whether there are few enough ways to try them all. */
  static boolean isQuick(String pattern, String key) {
    return pattern.length() <= LONGEST_PATTERN
        && key.length() <= LONGEST_KEY
        && pattern.chars().filter(c -> c == '*').count() <= MOST_STARS;
  }

  static boolean fits(String pattern, String key) {
    if (!pattern.equals("**") && !pattern.endsWith(BELOW)) {
      return takes(pattern, key);
    }
    String directory = pattern.substring(0, Math.max(0, pattern.length() - BELOW.length()));
    for (int i = 0; i < key.length(); i++) {
      if (key.charAt(i) == '/' && takes(directory, key.substring(0, i))) {
        return true;
      }
    }
    return takes(directory, key);
  }

  private static boolean takes(String pattern, String key) {
    if (pattern.isEmpty()) {
      return key.isEmpty();
    }
    boolean mayTake = !key.isEmpty() && key.charAt(0) != '/';
    if (pattern.charAt(0) == '*') {
      return takes(pattern.substring(1), key) || (mayTake && takes(pattern, key.substring(1)));
    }
    Matcher bracket = CLASS.matcher(pattern);
    int end = 1;
    if (bracket.lookingAt()) {
      end = bracket.end();
      mayTake = mayTake && isIn(bracket, key.charAt(0));
    } else if (pattern.charAt(0) != '?') {
      end = pattern.charAt(0) == '\\' && pattern.length() > 1 ? 2 : 1;
      mayTake = !key.isEmpty() && key.charAt(0) == pattern.charAt(end - 1);
    }
    return mayTake && takes(pattern.substring(end), key.substring(1));
  }

  private static boolean isIn(Matcher bracket, char c) {
    String body = bracket.group("body");
    boolean first = body.startsWith("]") || body.startsWith("-");
    char before = bracket.group().charAt(bracket.start("body") - 1);
    boolean isIn =
        first
            ? body.charAt(0) == c || isIn(body.substring(1), body.charAt(0), c)
            : isIn(body, before, c);
    return isIn == bracket.group("not").isEmpty();
  }

  /**
   * Whether one of what stands in a class is or holds a character.
   *
   * @param before what a dash goes on from
   */
  private static boolean isIn(String body, char before, char c) {
    if (body.isEmpty()) {
      return false;
    }
    Matcher named = FIRST_NAMED.matcher(body);
    if (named.lookingAt()) {
      return isNamed(named, c) || isIn(body.substring(named.end()), before, c);
    }
    if (body.charAt(0) == '-' && body.length() > 1) {
      return (before <= c && c <= body.charAt(1)) || isIn(body.substring(1), before, c);
    }
    return body.charAt(0) == c || isIn(body.substring(1), body.charAt(0), c);
  }

  private static boolean isNamed(Matcher named, char c) {
    Pattern characters = CLASSES.get(named.group("name"));
    return named.group("kind").equals(":")
        && characters != null
        && characters.matcher(Character.toString(c)).matches();
  }
}
