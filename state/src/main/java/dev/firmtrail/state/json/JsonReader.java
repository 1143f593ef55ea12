package dev.firmtrail.state.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one JSON document (RFC 8259).
 *
 * <p>The strict reader refuses duplicate names at any depth (compared after unescaping), broken
 * UTF-8, lone surrogates, text after the document, a byte order mark, nesting beyond {@link
 * #MAX_DEPTH} and numbers beyond {@link JsonNumber#MAX_DIGITS}. The tolerant reader is for data
 * that old programs wrote: it takes the first four of these as those programs did and says so. It
 * must never read what comes from a network.
 *
 * <p>Time and memory are linear in the size of the document. Not safe for use by two threads; a
 * reader reads one document. See {@code docs/formats/state.md}, Reading JSON.
 */
public final class JsonReader {
  /**
   * Most containers inside each other. Everything that walks a tree may recurse, because this
   * bounds it.
   */
  public static final int MAX_DEPTH = 500;

  /**
   * Most characters by which all numbers of a document may grow together when they are written
   * canonically.
   */
  public static final int MAX_NUMBER_GROWTH = 1 << 20;

  /** Most departures that the tolerant reader lists; it goes on after them. */
  public static final int MAX_TOLERATED = 100;

  private static final String UNEXPECTED_END = "unexpected end of the document";

  private final byte[] in;
  private final boolean tolerant;
  private final List<Tolerated> tolerated = new ArrayList<>();
  private final JsonPath path = new JsonPath();
  private int at;
  private int numberGrowth;

  private JsonReader(byte[] in, boolean tolerant) {
    this.in = in;
    this.tolerant = tolerant;
  }

  /**
   * A departure from the strict rules that the tolerant reader let pass.
   *
   * @param path the member where it is, as a JSON pointer (RFC 6901)
   * @param offset bytes before the place
   */
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
   * Reads as the published programs do: a later duplicate replaces an earlier one, broken text
   * becomes U+FFFD, text after the first value is ignored. The first {@link #MAX_TOLERATED} such
   * places are reported.
   */
  public static TolerantResult readTolerant(byte[] document) throws JsonException {
    JsonReader reader = new JsonReader(document, true);
    Json value = reader.document();
    return new TolerantResult(value, reader.tolerated);
  }

  private Json document() throws JsonException {
    if (in.length >= 3
        && (in[0] & 0xFF) == 0xEF
        && (in[1] & 0xFF) == 0xBB
        && (in[2] & 0xFF) == 0xBF) {
      throw refuse("byte order mark before the document");
    }
    skipSpace();
    Json value = value();
    skipSpace();
    if (at < in.length) {
      tolerate("text after the end of the document", at);
    }
    return value;
  }

  private Json value() throws JsonException {
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> new JsonString(string());
      case 't' -> literal(Json.Literal.TRUE);
      case 'f' -> literal(Json.Literal.FALSE);
      case 'n' -> literal(Json.Literal.NULL);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw refuse("expected a value, found " + shown(at));
    };
  }

  /**
   * Steps over the opening bracket; {@code true} when the container is empty, and then over the
   * closing one too.
   */
  private boolean openEmpty(char closing) throws JsonException {
    if (path.depth() == MAX_DEPTH) {
      throw refuse("nested deeper than " + MAX_DEPTH);
    }
    at++;
    skipSpace();
    if (peek() == closing) {
      at++;
      return true;
    }
    path.enter();
    return false;
  }

  /** Steps over a comma and answers {@code true}, or over the closing bracket. */
  private boolean another(char closing) throws JsonException {
    path.between();
    skipSpace();
    int found = peek();
    if (found != ',' && found != closing) {
      throw refuse("expected ',' or '" + closing + "', found " + shown(at));
    }
    at++;
    if (found == closing) {
      path.leave();
      return false;
    }
    skipSpace();
    return true;
  }

  private JsonObject object() throws JsonException {
    if (openEmpty('}')) {
      return JsonObject.EMPTY;
    }
    JsonObject.Members members = new JsonObject.Members();
    do {
      if (peek() != '"') {
        throw refuse("expected a member name in quotes, found " + shown(at));
      }
      int nameAt = at;
      String name = string();
      path.member(name);
      skipSpace();
      if (peek() != ':') {
        throw refuse("expected ':', found " + shown(at));
      }
      at++;
      skipSpace();
      if (members.put(name, value()) != null) {
        tolerate("duplicate member name", nameAt);
      }
    } while (another('}'));
    return new JsonObject(members);
  }

  private JsonArray array() throws JsonException {
    List<Json> items = new ArrayList<>();
    if (openEmpty(']')) {
      return new JsonArray(items);
    }
    do {
      path.item(items.size());
      items.add(value());
    } while (another(']'));
    return new JsonArray(items);
  }

  private Json literal(Json.Literal literal) throws JsonException {
    String text = literal.text();
    for (int i = 0; i < text.length(); i++) {
      if (at + i >= in.length || in[at + i] != text.charAt(i)) {
        throw refuse("expected a value, found a word that is not " + text);
      }
    }
    at += text.length();
    return literal;
  }

  private Json number() throws JsonException {
    int start = at;
    int end = NumberGrammar.end(in, start);
    if (end < 0) {
      at = ~end;
      throw refuse(
          at < in.length
              ? "expected a digit, found " + shown(at)
              : UNEXPECTED_END + " in a number");
    }
    // A number takes every digit that it may, so one that follows comes after a leading zero.
    if (!tolerant && end < in.length && NumberGrammar.isDigit(in[end])) {
      throw refuse("number with a leading zero");
    }
    JsonNumber number;
    try {
      number =
          JsonNumber.ofGrammatical(new String(in, start, end - start, StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException tooLarge) {
      throw refuse(String.valueOf(tooLarge.getMessage()));
    }
    numberGrowth += Math.max(0, number.canonical().length() - number.text().length());
    if (numberGrowth > MAX_NUMBER_GROWTH) {
      throw refuse(
          "numbers that grow by more than " + MAX_NUMBER_GROWTH + " characters in canonical form");
    }
    at = end;
    return number;
  }

  /** Reads a string; {@link #at} is on the opening quote. */
  private String string() throws JsonException {
    int start = ++at;
    toSpecial();
    if (in[at] == '\\') {
      return escapedString(start);
    }
    String text = decoded(start, at);
    at++;
    return text;
  }

  /** Reads on in a string that started at {@code start}; {@link #at} is on its first backslash. */
  private String escapedString(int start) throws JsonException {
    StringBuilder out = new StringBuilder();
    int plain = start;
    while (in[at] == '\\') {
      out.append(decoded(plain, at));
      escape(out);
      plain = at;
      toSpecial();
    }
    out.append(decoded(plain, at));
    at++;
    return out.toString();
  }

  /** Steps to the next quote or backslash in a string. */
  private void toSpecial() throws JsonException {
    at = ByteScan.special(in, at, in.length);
    if (at == in.length) {
      throw refuse(UNEXPECTED_END + " in a string");
    }
    if (in[at] != '"' && in[at] != '\\') {
      throw refuse("unescaped control character " + shown(at) + " in a string");
    }
  }

  private String decoded(int from, int to) throws JsonException {
    String text = new String(in, from, to - from, StandardCharsets.UTF_8);
    // Broken bytes show as U+FFFD, which may also stand there rightly.
    if (text.indexOf('\uFFFD') >= 0) {
      int broken = Utf8.firstBroken(in, from, to);
      if (broken < to) {
        tolerate("text that is not UTF-8", broken);
        return Utf8.decodeReplacingEachByte(in, from, to);
      }
    }
    return text;
  }

  /**
   * Reads one escape sequence, and its other half where it is a surrogate; {@link #at} is on the
   * backslash.
   */
  private void escape(StringBuilder out) throws JsonException {
    if (at + 1 >= in.length) {
      throw refuse(UNEXPECTED_END + " in a string");
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
          default -> throw refuse("unknown escape, a backslash and " + shown(at + 1));
        };
    if (simple == 0) {
      unicodeEscape(out);
    } else {
      out.append(simple);
      at += 2;
    }
  }

  private void unicodeEscape(StringBuilder out) throws JsonException {
    char unit = hexUnit(at);
    if (Character.isHighSurrogate(unit)
        && at + 7 < in.length
        && in[at + 6] == '\\'
        && in[at + 7] == 'u') {
      char low = hexUnit(at + 6);
      if (Character.isLowSurrogate(low)) {
        out.append(unit).append(low);
        at += 12;
        return;
      }
    }
    if (Character.isSurrogate(unit)) {
      tolerate("lone surrogate escape", at);
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
      throw refuse(UNEXPECTED_END);
    }
    return in[at];
  }

  private void skipSpace() {
    while (at < in.length
        && (in[at] == ' ' || in[at] == '\t' || in[at] == '\n' || in[at] == '\r')) {
      at++;
    }
  }

  private void tolerate(String problem, int offset) throws JsonException {
    if (!tolerant) {
      at = offset;
      throw refuse(problem);
    }
    if (tolerated.size() < MAX_TOLERATED) {
      tolerated.add(new Tolerated(problem, path.pointer(), offset));
    }
  }

  private JsonException refuse(String problem) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < at; i++) {
      if (in[i] == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new JsonException(problem, path.pointer(), at, line, at - lineStart + 1);
  }

  private String shown(int index) {
    int b = in[index] & 0xFF;
    return b > 0x20 && b < 0x7F ? "'" + (char) b + "'" : "0x%02x".formatted(b);
  }
}
