package dev.firmtrail.state.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Reads one JSON document (RFC 8259).
 *
 * <p>The strict reader refuses duplicate names at any depth (compared after unescaping), broken UTF-8, lone surrogates, a
 * byte order mark, text after the document, nesting beyond {@link #MAX_DEPTH} and numbers beyond {@link
 * JsonNumber#MAX_DIGITS}. The tolerant reader is for data that old programs wrote: it takes the first four of these as those
 * programs did and says so. It must never read what comes from a network.
 *
 * <p>Not safe for use by two threads; a reader reads one document.
 */
public final class JsonReader {
  /** Deepest nesting that is read. Everything that walks a tree may recurse, because this bounds it. */
  public static final int MAX_DEPTH = 500;

  private static final int SHOWN = 24;

  private final byte[] in;
  private final boolean tolerant;
  private final List<Tolerated> tolerated = new ArrayList<>();
  private final Deque<String> path = new ArrayDeque<>();
  private int at;

  private JsonReader(byte[] in, boolean tolerant) {
    this.in = in;
    this.tolerant = tolerant;
  }

  /** A departure from the strict rules that the tolerant reader let pass. */
  public record Tolerated(String problem, String path, int offset) {}

  /** A document with what had to be tolerated to read it. */
  public record TolerantResult(Json value, List<Tolerated> tolerated) {
    public TolerantResult {
      tolerated = List.copyOf(tolerated);
    }
  }

  /** Reads by the strict rules. */
  public static Json read(byte[] document) throws JsonException {
    JsonReader reader = new JsonReader(document, false);
    return reader.document();
  }

  /** {@link #read(byte[])} for a document that must be an object. */
  public static JsonObject readObject(byte[] document) throws JsonException {
    JsonReader reader = new JsonReader(document, false);
    if (reader.document() instanceof JsonObject object) {
      return object;
    }
    reader.at = 0;
    throw reader.refuse("the document is not an object");
  }

  /**
   * Reads as the published programs do: a later duplicate replaces an earlier one, broken text becomes U+FFFD, text after the
   * first value is ignored. Each such place is reported.
   */
  public static TolerantResult readTolerant(byte[] document) throws JsonException {
    JsonReader reader = new JsonReader(document, true);
    Json value = reader.document();
    return new TolerantResult(value, reader.tolerated);
  }

  private Json document() throws JsonException {
    skipSpace();
    Json value = value(1);
    int end = at;
    skipSpace();
    if (at < in.length) {
      tolerate("text after the end of the document");
      at = end;
    }
    return value;
  }

  private Json value(int depth) throws JsonException {
    if (depth > MAX_DEPTH) {
      throw refuse("nested deeper than " + MAX_DEPTH);
    }
    if (at >= in.length) {
      throw refuse("unexpected end of the document");
    }
    return switch (in[at]) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> new JsonString(string());
      case 't' -> literal(Json.Literal.TRUE);
      case 'f' -> literal(Json.Literal.FALSE);
      case 'n' -> literal(Json.Literal.NULL);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw refuse("expected a value, found " + shown());
    };
  }

  private JsonObject object(int depth) throws JsonException {
    LinkedHashMap<String, Json> members = new LinkedHashMap<>();
    at++;
    skipSpace();
    if (peek() == '}') {
      at++;
      return JsonObject.EMPTY;
    }
    while (true) {
      if (peek() != '"') {
        throw refuse("expected a member name in quotes, found " + shown());
      }
      int nameAt = at;
      String name = string();
      path.addLast(name);
      if (members.containsKey(name)) {
        int after = at;
        at = nameAt;
        tolerate("duplicate member name");
        at = after;
      }
      skipSpace();
      expect(':');
      skipSpace();
      members.put(name, value(depth + 1));
      path.removeLast();
      skipSpace();
      if (peek() == '}') {
        at++;
        return new JsonObject(members);
      }
      expect(',');
      skipSpace();
    }
  }

  private JsonArray array(int depth) throws JsonException {
    List<Json> items = new ArrayList<>();
    at++;
    skipSpace();
    if (peek() == ']') {
      at++;
      return new JsonArray(items);
    }
    while (true) {
      path.addLast(Integer.toString(items.size()));
      items.add(value(depth + 1));
      path.removeLast();
      skipSpace();
      if (peek() == ']') {
        at++;
        return new JsonArray(items);
      }
      expect(',');
      skipSpace();
    }
  }

  private Json literal(Json.Literal literal) throws JsonException {
    String text = literal.text();
    for (int i = 0; i < text.length(); i++) {
      if (at + i >= in.length || in[at + i] != text.charAt(i)) {
        throw refuse("expected a value, found " + shown());
      }
    }
    at += text.length();
    return literal;
  }

  private Json number() throws JsonException {
    int start = at;
    while (at < in.length && isNumberByte(in[at])) {
      at++;
    }
    int end = at;
    at = start;
    if (end - start > JsonNumber.MAX_DIGITS) {
      throw refuse("number of " + (end - start) + " characters, at most " + JsonNumber.MAX_DIGITS + " are read");
    }
    try {
      JsonNumber number = JsonNumber.parse(new String(in, start, end - start, StandardCharsets.US_ASCII));
      at = end;
      return number;
    } catch (IllegalArgumentException bad) {
      throw refuse(abridged(String.valueOf(bad.getMessage())));
    }
  }

  private static boolean isNumberByte(byte b) {
    return (b >= '0' && b <= '9') || b == '-' || b == '+' || b == '.' || b == 'e' || b == 'E';
  }

  /** Reads a string; {@link #at} is on the opening quote. */
  private String string() throws JsonException {
    int start = at + 1;
    int i = start;
    boolean ascii = true;
    while (i < in.length && in[i] != '"' && in[i] != '\\') {
      if (in[i] >= 0 && in[i] < 0x20) {
        at = i;
        throw refuse("unescaped control character 0x%02x in a string".formatted(in[i]));
      }
      ascii &= in[i] >= 0;
      i++;
    }
    if (i < in.length && in[i] == '"' && ascii) {
      at = i + 1;
      return new String(in, start, i - start, StandardCharsets.US_ASCII);
    }
    return slowString(start);
  }

  private String slowString(int start) throws JsonException {
    StringBuilder out = new StringBuilder();
    at = start;
    while (true) {
      int plain = at;
      while (at < in.length && in[at] != '"' && in[at] != '\\') {
        if (in[at] >= 0 && in[at] < 0x20) {
          throw refuse("unescaped control character 0x%02x in a string".formatted(in[at]));
        }
        at++;
      }
      decode(plain, at, out);
      if (at >= in.length) {
        throw refuse("unexpected end of the document in a string");
      }
      if (in[at] == '"') {
        at++;
        return out.toString();
      }
      escape(out);
    }
  }

  private void decode(int from, int to, StringBuilder out) throws JsonException {
    try {
      out.append(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(in, from, to - from)));
    } catch (CharacterCodingException broken) {
      int here = at;
      at = from + Utf8.firstBroken(in, from, to) - from;
      tolerate("text that is not UTF-8");
      at = here;
      out.append(Utf8.decodeReplacingEachByte(in, from, to));
    }
  }

  /** Reads one escape sequence, and its other half where it is a surrogate; {@link #at} is on the backslash. */
  private void escape(StringBuilder out) throws JsonException {
    if (at + 1 >= in.length) {
      throw refuse("unexpected end of the document in a string");
    }
    char simple =
        switch (in[at + 1]) {
          case '"' -> '"';
          case '\\' -> '\\';
          case '/' -> '/';
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'u' -> 0;
          default -> throw refuse("unknown escape " + shown());
        };
    if (simple != 0) {
      out.append(simple);
      at += 2;
      return;
    }
    char unit = hexUnit(at);
    if (Character.isHighSurrogate(unit) && at + 7 < in.length && in[at + 6] == '\\' && in[at + 7] == 'u') {
      char low = hexUnit(at + 6);
      if (Character.isLowSurrogate(low)) {
        out.append(unit).append(low);
        at += 12;
        return;
      }
    }
    if (Character.isSurrogate(unit)) {
      tolerate("lone surrogate escape");
      unit = '\uFFFD';
    }
    out.append(unit);
    at += 6;
  }

  private char hexUnit(int backslash) throws JsonException {
    int unit = 0;
    for (int i = backslash + 2; i < backslash + 6; i++) {
      int digit = i < in.length ? Character.digit(in[i], 16) : -1;
      if (digit < 0) {
        at = backslash;
        throw refuse("\\u without four hex digits");
      }
      unit = unit * 16 + digit;
    }
    return (char) unit;
  }

  private int peek() throws JsonException {
    if (at >= in.length) {
      throw refuse("unexpected end of the document");
    }
    return in[at];
  }

  private void expect(char wanted) throws JsonException {
    if (peek() != wanted) {
      throw refuse("expected '" + wanted + "', found " + shown());
    }
    at++;
  }

  private void skipSpace() {
    while (at < in.length && (in[at] == ' ' || in[at] == '\t' || in[at] == '\n' || in[at] == '\r')) {
      at++;
    }
  }

  private void tolerate(String problem) throws JsonException {
    if (!tolerant) {
      throw refuse(problem);
    }
    tolerated.add(new Tolerated(problem, pointer(), at));
  }

  private JsonException refuse(String problem) {
    int line = 1;
    int lineStart = 0;
    int end = Math.min(at, in.length);
    for (int i = 0; i < end; i++) {
      if (in[i] == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new JsonException(problem, pointer(), end, line, end - lineStart + 1);
  }

  private String pointer() {
    StringBuilder pointer = new StringBuilder();
    for (Iterator<String> names = path.iterator(); names.hasNext(); ) {
      pointer.append('/').append(names.next().replace("~", "~0").replace("/", "~1"));
    }
    return pointer.toString();
  }

  private String shown() {
    int b = in[at] & 0xFF;
    return b > 0x20 && b < 0x7F ? "'" + (char) b + "'" : "0x%02x".formatted(b);
  }

  private static String abridged(String message) {
    int colon = message.indexOf(": ");
    return colon >= 0 && message.length() - colon > SHOWN ? message.substring(0, colon + SHOWN) + "…" : message;
  }
}
