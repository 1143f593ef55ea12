package dev.firmtrail.state.json;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON number: the text it was written with and its exact decimal value. It is never held as a
 * {@code double}, because the canonical text of a number is part of what is hashed and signed.
 *
 * <p>Equality is by value: {@code 1e2} equals {@code 100.0}.
 */
public final class JsonNumber implements Json {
  /**
   * Most characters of a number, as it is read and as it is written canonically: {@code
   * 1e999999999} asks for a billion. The limit holds for both, so that whatever was read can be
   * read again in its canonical form.
   */
  public static final int MAX_DIGITS = 4096;

  private static final int MAX_EXPONENT_DIGITS = 9;

  /** Characters of {@link Long#MIN_VALUE}, the longest {@code long}. */
  private static final int LONGEST_LONG = 20;

  private final String text;
  private final String canonical;

  private JsonNumber(String text, String canonical) {
    this.text = text;
    this.canonical = canonical;
  }

  public static JsonNumber of(long value) {
    String text = Long.toString(value);
    return new JsonNumber(text, text);
  }

  /**
   * Reads a number's text.
   *
   * @throws IllegalArgumentException not the JSON grammar, or larger than {@link #MAX_DIGITS}; the
   *     message says which
   */
  public static JsonNumber parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (NumberGrammar.end(bytes, 0) != bytes.length) {
      throw new IllegalArgumentException("not a number");
    }
    return ofGrammatical(text);
  }

  /** {@link #parse} for a text that {@link NumberGrammar} has accepted. */
  static JsonNumber ofGrammatical(String text) {
    if (text.length() > MAX_DIGITS) {
      throw new IllegalArgumentException(
          "number of " + text.length() + " characters, at most " + MAX_DIGITS + " are read");
    }
    return new JsonNumber(text, canonicalOf(text));
  }

  /** The text as it was read. */
  public String text() {
    return text;
  }

  /**
   * The canonical text: whole numbers without exponent, others as {@code d.dE±x} ({@code
   * docs/formats/state.md}, Canonical form).
   */
  public String canonical() {
    return canonical;
  }

  /** The value as a {@code long}; empty when it is not whole or does not fit. */
  public Optional<Long> exactLong() {
    if (canonical.length() > LONGEST_LONG || canonical.indexOf('E') >= 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(canonical));
    } catch (NumberFormatException tooLarge) {
      return Optional.empty();
    }
  }

  /** The nearest IEEE double; infinite when the value is beyond its range. */
  public double toDouble() {
    return Double.parseDouble(canonical);
  }

  /**
   * This number after a round trip through an IEEE double, as the published programs make it. Only
   * for reproducing the ids that they computed.
   *
   * @throws ArithmeticException beyond the range of a double, which those programs refuse too
   */
  public JsonNumber rounded() {
    double value = toDouble();
    if (Double.isInfinite(value)) {
      throw new ArithmeticException("number beyond the range of a double");
    }
    return parse(GoDouble.shortest(value).toString());
  }

  private static String canonicalOf(String text) {
    int first = text.charAt(0) == '-' ? 1 : 0;
    int point = text.indexOf('.');
    int e = Math.max(text.indexOf('e'), text.indexOf('E'));
    if (point < 0 && e < 0) {
      return text.charAt(first) == '0' ? "0" : text;
    }
    int end = e < 0 ? text.length() : e;
    String digits =
        point < 0
            ? text.substring(first, end)
            : text.substring(first, point) + text.substring(point + 1, end);
    int decimals = point < 0 ? 0 : end - point - 1;
    return canonicalOf(
        text.substring(0, first), digits, decimals, e < 0 ? "0" : text.substring(e + 1));
  }

  private static String canonicalOf(String sign, String digits, int decimals, String exponent) {
    int from = 0;
    while (from < digits.length() && digits.charAt(from) == '0') {
      from++;
    }
    if (from == digits.length()) {
      return "0";
    }
    int to = digits.length();
    while (digits.charAt(to - 1) == '0') {
      to--;
    }
    // The value is significant * 10^power.
    String significant = digits.substring(from, to);
    long power = parseExponent(exponent) - decimals + (digits.length() - to);
    if (power >= 0) {
      refuseBeyondLimit(sign.length() + significant.length() + power);
      return sign + significant + "0".repeat((int) power);
    }
    long scientific = power + significant.length() - 1;
    String rest = significant.length() == 1 ? "0" : significant.substring(1);
    String canonical = sign + significant.charAt(0) + "." + rest + "E" + scientific;
    refuseBeyondLimit(canonical.length());
    return canonical;
  }

  private static void refuseBeyondLimit(long characters) {
    if (characters > MAX_DIGITS) {
      throw new IllegalArgumentException(
          "number that needs " + characters + " characters, at most " + MAX_DIGITS + " are read");
    }
  }

  private static long parseExponent(String text) {
    boolean signed = text.charAt(0) == '+' || text.charAt(0) == '-';
    int from = signed ? 1 : 0;
    while (from < text.length() - 1 && text.charAt(from) == '0') {
      from++;
    }
    if (text.length() - from > MAX_EXPONENT_DIGITS) {
      throw new IllegalArgumentException(
          "exponent of more than " + MAX_EXPONENT_DIGITS + " digits");
    }
    long value = Long.parseLong(text.substring(from));
    return text.charAt(0) == '-' ? -value : value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonNumber number && number.canonical.equals(canonical);
  }

  @Override
  public int hashCode() {
    return canonical.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
