package dev.firmtrail.signatures;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** base64url without padding, as JOSE has it (RFC 7515, 2), read so that each text has one form. */
final class Base64Url {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private static final byte[] VALUES = new byte[128];

  static {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < alphabet.length(); i++) {
      VALUES[alphabet.charAt(i)] = (byte) i;
    }
  }

  private Base64Url() {}

  static String of(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }

  /** How long the text of so many bytes is. */
  static int length(int bytes) {
    return (4 * bytes + 2) / 3;
  }

  /** Writes the text in ASCII to the beginning of an array. */
  static void encode(byte[] bytes, byte[] to) {
    ENCODER.encode(bytes, to);
  }

  /**
   * The bytes; empty for padding, another alphabet, white space, or bits left over.
   *
   * <p>The JDK's decoder drops the bits behind the last byte, so that two texts would be one
   * signature. Where the processor has AVX-512 it also leaves the vector registers so that the RSA
   * verification that follows takes a tenth longer (JDK 25).
   */
  static Optional<byte[]> decode(String text) {
    byte[] bytes = new byte[(int) (text.length() * 6L / Byte.SIZE)];
    int length = 0;
    int bits = 0;
    int left = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= VALUES.length || VALUES[c] < 0) {
        return Optional.empty();
      }
      bits = bits << 6 | VALUES[c];
      left += 6;
      if (left >= Byte.SIZE) {
        left -= Byte.SIZE;
        bytes[length++] = (byte) (bits >> left);
      }
    }
    boolean whole = left < 6 && (bits & ((1 << left) - 1)) == 0;
    return whole ? Optional.of(bytes) : Optional.empty();
  }
}
