package dev.firmtrail.signatures;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** base64url without padding, as JOSE has it (RFC 7515, 2), read so that each text has one form. */
final class Base64Url {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

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

  /** The bytes; empty for padding, another alphabet, white space, or bits left over. */
  static Optional<byte[]> decode(String text) {
    if (text.endsWith("=")) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      // The decoder drops the bits behind the last byte, so that two texts would be one signature.
      byte[] last = Arrays.copyOfRange(bytes, bytes.length / 3 * 3, bytes.length);
      return text.endsWith(of(last)) ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException other) {
      return Optional.empty();
    }
  }
}
