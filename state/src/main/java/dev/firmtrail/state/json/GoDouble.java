package dev.firmtrail.state.json;

import java.math.BigDecimal;

/** A double as Go's JSON encoder prints it: shortest digits, an exponent below 1e-6 and from 1e21. */
final class GoDouble {
  private GoDouble() {}

  static String text(double value) {
    if (value == 0) {
      return Double.compare(value, -0.0) == 0 ? "-0" : "0";
    }
    BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
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
