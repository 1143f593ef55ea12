package dev.firmtrail.signatures;

import java.util.Base64;
import java.util.Optional;

/** base64url without padding, as JOSE has it (RFC 7515, 2), read so that each text has one form. */
final class Base64Url {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private Base64Url() {}

  static String of(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }

  /** The text in ASCII. */
  static byte[] bytes(byte[] bytes) {
    return ENCODER.encode(bytes);
  }

  /** The bytes; empty for padding, another alphabet, white space, or bits left over. */
  static Optional<byte[]> decode(String text) {
    if (text.endsWith("=")) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      // The decoder drops the bits behind the last byte, so that two texts would be one signature.
      return of(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException other) {
      return Optional.empty();
    }
  }
}
