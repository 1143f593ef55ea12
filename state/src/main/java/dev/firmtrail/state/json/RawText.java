package dev.firmtrail.state.json;

import java.nio.charset.StandardCharsets;

/**
 * Text as the programs hold it that unescape and decode nothing: bytes. Two are equal when all
 * their bytes are, so {@code a/b} and {@code a\/b} differ, as do two spellings of one letter.
 * Immutable.
 *
 * @param bytes one character, of up to U+00FF, for each byte
 */
public record RawText(String bytes) {
  /** Refuses text that was not made of bytes. */
  public RawText {
    if (bytes.chars().anyMatch(c -> c > 0xFF)) {
      throw new IllegalArgumentException("not one character for each byte");
    }
  }

  /** All the bytes. */
  public static RawText of(byte[] bytes) {
    return new RawText(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /** The bytes that a text has in UTF-8. */
  public static RawText utf8(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  public boolean is(String ascii) {
    return bytes.equals(ascii);
  }

  public boolean startsWith(String ascii) {
    return bytes.startsWith(ascii);
  }

  /** How many bytes. */
  public int length() {
    return bytes.length();
  }

  public byte[] toBytes() {
    return bytes.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** For people: read as UTF-8, with U+FFFD where it is none. Escapes stay. */
  public String decoded() {
    return new String(toBytes(), StandardCharsets.UTF_8);
  }
}
