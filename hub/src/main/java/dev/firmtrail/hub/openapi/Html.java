package dev.firmtrail.hub.openapi;

/** Writes HTML, well-formed as XML too: every text and every value of an attribute is escaped. */
final class Html {
  private final StringBuilder out = new StringBuilder("<!DOCTYPE html>\n");

  /**
   * Begins an element.
   *
   * @param attributes names and values in turn
   */
  Html open(String tag, String... attributes) {
    begin(tag, attributes);
    out.append('>');
    return this;
  }

  /** An element that never has anything in it. */
  Html empty(String tag, String... attributes) {
    begin(tag, attributes);
    out.append("/>");
    return this;
  }

  private void begin(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      text(attributes[i + 1]);
      out.append('"');
    }
  }

  Html close(String tag) {
    out.append("</").append(tag).append(">");
    return this;
  }

  Html text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return this;
  }

  /** An element with nothing but a text in it. */
  Html element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close(tag);
  }

  /** The style of the page, which is no text: only of our own. */
  Html style(String css) {
    out.append("<style>").append(css).append("</style>");
    return this;
  }

  Html line() {
    out.append('\n');
    return this;
  }

  String written() {
    return out.toString();
  }
}
