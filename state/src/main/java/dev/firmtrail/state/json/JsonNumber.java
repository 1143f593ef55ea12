package dev.firmtrail.state.json;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JSON number: the text it was written with and its exact decimal value. It is never held as a {@code double}, because
 * the canonical text of a number is part of what is hashed and signed.
 *
 * <p>Equality is by value: {@code 1e2} equals {@code 100.0}.
 */
public final class JsonNumber implements Json {
  /** Longest text that is read, and most digits that a whole number may expand to: {@code 1e999999999} asks for a billion. */
  public static final int MAX_DIGITS = 4096;

  private static final int MAX_EXPONENT_DIGITS = 9;
  private static final Pattern GRAMMAR =
      Pattern.compile("(-?)(0|[1-9][0-9]*)(?:\\.([0-9]+))?(?:[eE]([+-]?)([0-9]+))?");

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
   * @throws IllegalArgumentException not the JSON grammar, or larger than {@link #MAX_DIGITS}; the message says which
   */
  public static JsonNumber parse(String text) {
    if (text.length() > MAX_DIGITS) {
      throw new IllegalArgumentException("number of " + text.length() + " characters, at most " + MAX_DIGITS + " are read");
    }
    Matcher m = GRAMMAR.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException("not a number: " + text);
    }
    return new JsonNumber(text, canonical(m, text));
  }

  /** The text as it was read. */
  public String text() {
    return text;
  }

  /** The canonical text: whole numbers without exponent, others as {@code d.dE±x} ({@code docs/formats/state.md}, Canonical form). */
  public String canonical() {
    return canonical;
  }

  /** The value as a {@code long}; empty when it is not whole or does not fit. */
  public Optional<Long> exactLong() {
    if (canonical.length() > 20 || canonical.indexOf('E') >= 0) {
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
   * This number after a round trip through an IEEE double, as the published programs make it. Only for reproducing the ids
   * that they computed.
   *
   * @throws ArithmeticException beyond the range of a double, which those programs refuse too
   */
  public JsonNumber rounded() {
    double value = toDouble();
    if (Double.isInfinite(value)) {
      throw new ArithmeticException("number out of the range of a double: " + text);
    }
    return parse(new BigDecimal(Double.toString(value)).toString());
  }

  private static String canonical(Matcher m, String text) {
    String whole = m.group(2);
    @Nullable String fractionGroup = m.group(3);
    String fraction = fractionGroup == null ? "" : fractionGroup;
    String digits = whole + fraction;
    int first = 0;
    while (first < digits.length() && digits.charAt(first) == '0') {
      first++;
    }
    if (first == digits.length()) {
      return "0";
    }
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    // value = significant * 10^power
    String significant = digits.substring(first, end);
    long power = exponent(m, text) - fraction.length() + (digits.length() - end);
    if (power >= 0) {
      if (significant.length() + power > MAX_DIGITS) {
        throw new IllegalArgumentException("number expands to more than " + MAX_DIGITS + " digits: " + text);
      }
      return m.group(1) + significant + "0".repeat((int) power);
    }
    long scientific = power + significant.length() - 1;
    String rest = significant.length() == 1 ? "0" : significant.substring(1);
    return m.group(1) + significant.charAt(0) + "." + rest + "E" + scientific;
  }

  private static long exponent(Matcher m, String text) {
    @Nullable String digits = m.group(5);
    if (digits == null) {
      return 0;
    }
    String bare = digits.replaceFirst("^0+(?=.)", "");
    if (bare.length() > MAX_EXPONENT_DIGITS) {
      throw new IllegalArgumentException("exponent of more than " + MAX_EXPONENT_DIGITS + " digits: " + text);
    }
    long value = Long.parseLong(bare);
    return "-".equals(m.group(4)) ? -value : value;
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
