package dev.firmtrail.pins.yaml;

/** Takes the comments out of JSON that has some, and leaves every place where it was. */
final class JsonComments {
  private JsonComments() {}

  /** Comments become blanks, as do tabs, which YAML does not take everywhere. */
  static String blank(String text) {
    StringBuilder out = new StringBuilder(text);
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '"') {
        i = behindString(text, i);
      } else if (text.startsWith("//", i)) {
        int end = text.indexOf('\n', i);
        i = blank(out, i, end < 0 ? text.length() : end);
      } else if (text.startsWith("/*", i)) {
        int end = text.indexOf("*/", i + 2);
        i = blank(out, i, end < 0 ? text.length() : end + 2);
      } else if (c == '\t') {
        i = blank(out, i, i + 1);
      } else {
        i++;
      }
    }
    return out.toString();
  }

  private static int behindString(String text, int quote) {
    int i = quote + 1;
    while (i < text.length() && text.charAt(i) != '"') {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  private static int blank(StringBuilder out, int from, int to) {
    for (int i = from; i < to; i++) {
      if (out.charAt(i) != '\n') {
        out.setCharAt(i, ' ');
      }
    }
    return to;
  }
}
