package dev.firmtrail.state;

/**
 * What stands in a message: text from a stranger, with control and bidirectional characters escaped
 * and cut when it is long, and numbers.
 */
public final class Shown {
  private static final int LONGEST = 200;

  private Shown() {}

  public static String text(String raw) {
    return text(raw, LONGEST);
  }

  /** The same without the cut, for text that a person copies, such as a path. */
  public static String whole(String raw) {
    return text(raw, Integer.MAX_VALUE);
  }

  /** The same with a cut of one's own, in characters. */
  public static String text(String raw, int longest) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < raw.length() && out.length() < longest) {
      int c = raw.codePointAt(i);
      i += Character.charCount(c);
      int type = Character.getType(c);
      boolean unsafe =
          type == Character.CONTROL
              || type == Character.FORMAT
              || type == Character.SURROGATE
              || type == Character.LINE_SEPARATOR
              || type == Character.PARAGRAPH_SEPARATOR;
      if (unsafe) {
        out.append("\\u{%x}".formatted(c));
      } else {
        out.appendCodePoint(c);
      }
    }
    return i < raw.length() ? out.append('…').toString() : out.toString();
  }

  /** A number with what is counted: {@code 1 key}, {@code 2 keys}. */
  public static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
