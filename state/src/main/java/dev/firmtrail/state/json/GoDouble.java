package dev.firmtrail.state.json;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * A double as Go's JSON encoder prints it: shortest digits, an exponent below 1e-6 and from 1e21.
 */
final class GoDouble {
  private static final MathContext ONE_DIGIT = new MathContext(1);

  private GoDouble() {}

  /**
   * The decimal with the fewest digits that rounds to a finite double, and of those the nearest.
   */
  static BigDecimal shortest(double value) {
    BigDecimal printed = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    // Java never prints fewer than two digits: the least double is 4.9E-324 there and 5e-324 in Go.
    BigDecimal oneDigit = printed.round(ONE_DIGIT);
    return oneDigit.doubleValue() == value ? oneDigit : printed;
  }

  static String text(double value) {
    if (value == 0) {
      return Double.compare(value, -0.0) == 0 ? "-0" : "0";
    }
    BigDecimal shortest = shortest(value);
    double size = Math.abs(value);
    if (size >= 1e-6 && size < 1e21) {
      return shortest.toPlainString();
    }
    String digits = shortest.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - shortest.scale();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return (value < 0 ? "-" : "") + mantissa + (exponent < 0 ? "e-" : "e+") + Math.abs(exponent);
  }
}
