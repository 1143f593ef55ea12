package dev.firmtrail.state.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes JSON in the forms that this project and the published programs use ({@code
 * docs/formats/state.md}, Forms).
 *
 * <p>Stateless and safe for use by many threads.
 */
public final class JsonWriter {
  /** Bytes of a piece; a multiple of three, so that each can be written in base64 by itself. */
  public static final int PIECE = 12 << 10;

  // What a text may have to be looked at by character for. An encoder makes a question mark of half
  // a character; with 0xE2 begin U+2028 and U+2029.

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

  /**
   * Takes a document piece by piece.
   *
   * @param <X> what it throws
   */
  @FunctionalInterface
  public interface Pieces<X extends Exception> {
    /**
     * Takes the next one.
     *
     * @param piece is used again, so not to be kept
     * @param length {@link #PIECE}, or fewer in the last one
     */
    void take(byte[] piece, int length) throws X;
  }

  /** {@link #bytes} as a text. */
  public String text(Json value) {
    return new String(bytes(value), StandardCharsets.UTF_8);
  }

  /**
   * The document in UTF-8, without a final newline.
   *
   * @throws IllegalArgumentException a string or name holds a lone surrogate, which no reader lets
   *     through
   */
  public byte[] bytes(Json value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    write(value, (piece, length) -> bytes.write(piece, 0, length));
    return bytes.toByteArray();
  }

  /** Whether {@link #bytes} are these. */
  public boolean writes(Json value, byte[] document) {
    Comparison comparison = new Comparison(document);
    return write(value, comparison) == document.length && comparison.same;
  }

  private static final class Comparison implements Pieces<RuntimeException> {
    private final byte[] document;
    private int at;
    private boolean same = true;

    Comparison(byte[] document) {
      this.document = document;
    }

    @Override
    public void take(byte[] piece, int length) {
      int end = Math.min(at + length, document.length);
      same &= Arrays.equals(piece, 0, length, document, at, end);
      at = end;
    }
  }

  /**
   * Writes {@link #bytes} without having all of them at once.
   *
   * @return how many there were
   */
  public <X extends Exception> long write(Json value, Pieces<X> pieces) throws X {
    JsonOutput<X> out = new JsonOutput<>(pieces);
    write(value, 0, out);
    return out.end();
  }

  private <X extends Exception> void write(Json value, int level, JsonOutput<X> out) throws X {
    switch (value) {
      case JsonObject object -> object(object, level, out);
      case JsonArray array -> array(array, level, out);
      case JsonString(String text) -> string(new Text(text), out);
      case JsonNumber number ->
          out.ascii(
              switch (numbers) {
                case CANONICAL -> number.canonical();
                case AS_READ -> number.text();
                case GO_DOUBLE -> GoDouble.text(number.toDouble());
              });
      case Json.Literal literal -> out.ascii(literal.text());
    }
  }

  /** A text, and its bytes if nothing in it is escaped. */
  private static final class Text {
    private final String text;
    private final byte[] utf8;

    Text(String text) {
      this.text = text;
      this.utf8 = text.getBytes(StandardCharsets.UTF_8);
    }
  }

  private record Member(Text name, Json value) {}

  private <X extends Exception> void object(JsonObject object, int level, JsonOutput<X> out)
      throws X {
    if (object.isEmpty()) {
      out.ascii("{}");
      return;
    }
    List<Member> members = new ArrayList<>(object.members().size());
    object.members().forEach((name, value) -> members.add(new Member(new Text(name), value)));
    if (sorted) {
      // The order of the bytes is that of the code points.
      members.sort((a, b) -> Arrays.compareUnsigned(a.name.utf8, b.name.utf8));
    }
    out.ascii('{');
    boolean first = true;
    for (Member member : members) {
      if (!first) {
        out.ascii(',');
      }
      first = false;
      newLine(level + 1, out);
      string(member.name, out);
      out.ascii(':');
      if (!indent.isEmpty()) {
        out.ascii(' ');
      }
      write(member.value, level + 1, out);
    }
    newLine(level, out);
    out.ascii('}');
  }

  private <X extends Exception> void array(JsonArray array, int level, JsonOutput<X> out) throws X {
    if (array.items().isEmpty()) {
      out.ascii("[]");
      return;
    }
    out.ascii('[');
    boolean first = true;
    for (Json item : array.items()) {
      if (!first) {
        out.ascii(',');
      }
      first = false;
      newLine(level + 1, out);
      write(item, level + 1, out);
    }
    newLine(level, out);
    out.ascii(']');
  }

  private <X extends Exception> void newLine(int level, JsonOutput<X> out) throws X {
    if (!indent.isEmpty()) {
      out.ascii('\n');
      out.ascii(indent.repeat(level));
    }
  }

  private <X extends Exception> void string(Text text, JsonOutput<X> out) throws X {
    boolean plain = ByteScan.isPlain(text.utf8, escapes == Escapes.GO_HTML);
    out.ascii('"');
    out.bytes(plain ? text.utf8 : escaped(text.text).getBytes(StandardCharsets.UTF_8));
    out.ascii('"');
  }

  private String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
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
    return out.append(text, written, text.length()).toString();
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
