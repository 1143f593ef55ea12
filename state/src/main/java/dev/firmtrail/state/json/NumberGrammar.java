package dev.firmtrail.state.json;

/** Where a number of RFC 8259, section 6, ends. */
final class NumberGrammar {
  private NumberGrammar() {}

  /**
   * The index after the longest number that starts at {@code from}; negative when none does: then
   * {@code ~index} is where a digit was missing.
   */
  static int end(byte[] in, int from) {
    int i = from < in.length && in[from] == '-' ? from + 1 : from;
    int whole = digits(in, i);
    if (whole == i) {
      return ~i;
    }
    // After a leading zero nothing but a fraction or an exponent belongs to the number.
    i = in[i] == '0' ? i + 1 : whole;
    if (i < in.length && in[i] == '.') {
      int fraction = digits(in, i + 1);
      if (fraction == i + 1) {
        return ~fraction;
      }
      i = fraction;
    }
    if (i < in.length && (in[i] | 0x20) == 'e') {
      int start = i + 1 < in.length && (in[i + 1] == '+' || in[i + 1] == '-') ? i + 2 : i + 1;
      int exponent = digits(in, start);
      if (exponent == start) {
        return ~exponent;
      }
      i = exponent;
    }
    return i;
  }

  private static int digits(byte[] in, int from) {
    int i = from;
    while (i < in.length && isDigit(in[i])) {
      i++;
    }
    return i;
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
