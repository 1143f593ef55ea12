package dev.firmtrail.state.json;

/**
 * What a strict decoder does not tell: where the first broken byte is, and the text that Go's
 * decoder makes of broken bytes.
 */
final class Utf8 {
  private Utf8() {}

  /**
   * The index of the first byte in {@code [from, to)} that does not belong to a well-formed
   * character; {@code to} if all do.
   */
  static int firstBroken(byte[] in, int from, int to) {
    int i = from;
    while (i < to) {
      int length = length(in, i, to);
      if (length == 0) {
        return i;
      }
      i += length;
    }
    return to;
  }

  /** Decodes with one U+FFFD for each byte that does not belong to a well-formed character. */
  static String decodeReplacingEachByte(byte[] in, int from, int to) {
    StringBuilder out = new StringBuilder(to - from);
    int i = from;
    while (i < to) {
      int length = length(in, i, to);
      if (length == 0) {
        out.append('\uFFFD');
        i++;
      } else {
        out.append(new String(in, i, length, java.nio.charset.StandardCharsets.UTF_8));
        i += length;
      }
    }
    return out.toString();
  }

  /** The length in bytes of the well-formed character at {@code i}, or 0 (RFC 3629, section 4). */
  private static int length(byte[] in, int i, int to) {
    int b = in[i] & 0xFF;
    if (b < 0x80) {
      return 1;
    }
    int length =
        b >= 0xC2 && b <= 0xDF ? 2 : b >= 0xE0 && b <= 0xEF ? 3 : b >= 0xF0 && b <= 0xF4 ? 4 : 0;
    if (length == 0 || i + length > to) {
      return 0;
    }
    int second = in[i + 1] & 0xFF;
    int low = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
    int high = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
    if (second < low || second > high) {
      return 0;
    }
    for (int k = 2; k < length; k++) {
      if ((in[i + k] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }
}
