package dev.firmtrail.state.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes JSON in the forms that this project and the published programs use ({@code
 * docs/formats/state.md}, Forms).
 *
 * <p>Stateless and safe for use by many threads.
 */
public final class JsonWriter {
  private static final int FIRST_CAPACITY = 1024;

  private final String indent;
  private final boolean sorted;
  private final Numbers numbers;
  private final Escapes escapes;

  private JsonWriter(String indent, boolean sorted, Numbers numbers, Escapes escapes) {
    this.indent = indent;
    this.sorted = sorted;
    this.numbers = numbers;
    this.escapes = escapes;
  }

  /** How numbers are written. */
  public enum Numbers {
    /** {@link JsonNumber#canonical()}. */
    CANONICAL,
    /** {@link JsonNumber#text()}. */
    AS_READ,
    /** As the published {@code pvr diff} prints a double: {@code 1.1}, {@code 1e+21}. */
    GO_DOUBLE
  }

  /** Which characters of a string are escaped, beside the quote and the backslash. */
  public enum Escapes {
    /** Controls below U+0020, short forms where there are any, else upper-case hex. */
    CANONICAL,
    /**
     * Controls in lower-case hex except {@code \n \r \t}, and {@code < > &} U+2028 U+2029, as Go's
     * encoder does.
     */
    GO_HTML
  }

  /**
   * The canonical form: sorted names, no white space, canonical numbers; what is hashed and signed.
   */
  public static final JsonWriter CANONICAL =
      new JsonWriter("", true, Numbers.CANONICAL, Escapes.CANONICAL);

  /**
   * One line, members in the order they were built with; for hub answers whose order old clients
   * depend on.
   */
  public static final JsonWriter COMPACT =
      new JsonWriter("", false, Numbers.AS_READ, Escapes.GO_HTML);

  /**
   * One line, members in the order they were built with, characters as in the canonical form; for
   * what others compare as text.
   */
  public static final JsonWriter AS_BUILT =
      new JsonWriter("", false, Numbers.AS_READ, Escapes.CANONICAL);

  /** The canonical text with one member a line. */
  public static JsonWriter pretty(String indent) {
    return new JsonWriter(indent, true, Numbers.CANONICAL, Escapes.CANONICAL);
  }

  /** Sorted, one member a line, with strings and numbers as asked. */
  public static JsonWriter pretty(String indent, Numbers numbers, Escapes escapes) {
    return new JsonWriter(indent, true, numbers, escapes);
  }

  /** One member a line, in the order they were built with, escaped as Go does. */
  public static JsonWriter prettyInOrder(String indent) {
    return new JsonWriter(indent, false, Numbers.AS_READ, Escapes.GO_HTML);
  }

  /** {@link #text} in UTF-8. */
  public byte[] bytes(Json value) {
    return text(value).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The document, without a final newline.
   *
   * @throws IllegalArgumentException a string or name holds a lone surrogate, which no reader lets
   *     through
   */
  public String text(Json value) {
    StringBuilder out = new StringBuilder(FIRST_CAPACITY);
    write(value, 0, out);
    return out.toString();
  }

  private void write(Json value, int level, StringBuilder out) {
    switch (value) {
      case JsonObject object -> object(object, level, out);
      case JsonArray array -> array(array, level, out);
      case JsonString(String text) -> string(text, out);
      case JsonNumber number ->
          out.append(
              switch (numbers) {
                case CANONICAL -> number.canonical();
                case AS_READ -> number.text();
                case GO_DOUBLE -> GoDouble.text(number.toDouble());
              });
      case Json.Literal literal -> out.append(literal.text());
    }
  }

  private void object(JsonObject object, int level, StringBuilder out) {
    if (object.isEmpty()) {
      out.append("{}");
      return;
    }
    List<Map.Entry<String, Json>> members = new ArrayList<>(object.members().entrySet());
    if (sorted) {
      members.sort(Map.Entry.comparingByKey(CodePointOrder.INSTANCE));
    }
    out.append('{');
    boolean first = true;
    for (Map.Entry<String, Json> member : members) {
      if (!first) {
        out.append(',');
      }
      first = false;
      newLine(level + 1, out);
      string(member.getKey(), out);
      out.append(indent.isEmpty() ? ":" : ": ");
      write(member.getValue(), level + 1, out);
    }
    newLine(level, out);
    out.append('}');
  }

  private void array(JsonArray array, int level, StringBuilder out) {
    if (array.items().isEmpty()) {
      out.append("[]");
      return;
    }
    out.append('[');
    boolean first = true;
    for (Json item : array.items()) {
      if (!first) {
        out.append(',');
      }
      first = false;
      newLine(level + 1, out);
      write(item, level + 1, out);
    }
    newLine(level, out);
    out.append(']');
  }

  private void newLine(int level, StringBuilder out) {
    if (!indent.isEmpty()) {
      out.append('\n');
      out.repeat(indent, level);
    }
  }

  private void string(String text, StringBuilder out) {
    out.append('"');
    int written = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        i = secondHalf(text, i);
      } else if (!isPlain(c)) {
        out.append(text, written, i);
        escape(c, out);
        written = i + 1;
      }
    }
    out.append(text, written, text.length()).append('"');
  }

  /** Whether a character is written as it is. */
  private boolean isPlain(char c) {
    if (c < 0x20 || c == '"' || c == '\\') {
      return false;
    }
    return escapes == Escapes.CANONICAL
        || (c != '<' && c != '>' && c != '&' && c != '\u2028' && c != '\u2029');
  }

  /** The index of the second half of a character above U+FFFF. */
  private static int secondHalf(String text, int i) {
    if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
      // An encoder would silently make a question mark of it.
      throw new IllegalArgumentException("lone surrogate in a text to be written as JSON");
    }
    return i + 1;
  }

  private void escape(char c, StringBuilder out) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (escapes == Escapes.GO_HTML) {
          out.append("\\u%04x".formatted((int) c));
        } else if (c == '\b') {
          out.append("\\b");
        } else if (c == '\f') {
          out.append("\\f");
        } else {
          out.append("\\u%04X".formatted((int) c));
        }
      }
    }
  }
}
