package dev.firmtrail.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Takes an input apart where a target needs more than one piece of it. */
public final class Input {
  /** Stands between two pieces: no text holds it. */
  private static final byte BETWEEN = (byte) 0xFF;

  private final byte[] bytes;
  private int at;

  public Input(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  /** The next byte from 0 to 255; 0 at the end. */
  public int number() {
    return at < bytes.length ? bytes[at++] & 0xFF : 0;
  }

  /** What is left. */
  public byte[] rest() {
    byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
    at = bytes.length;
    return rest;
  }

  /** The bytes up to the next {@code 0xFF} or the end. */
  public byte[] piece() {
    int end = at;
    while (end < bytes.length && bytes[end] != BETWEEN) {
      end++;
    }
    byte[] piece = Arrays.copyOfRange(bytes, at, end);
    at = Math.min(end + 1, bytes.length);
    return piece;
  }

  /** {@link #piece} as text, broken bytes replaced. */
  public String text() {
    return new String(piece(), StandardCharsets.UTF_8);
  }

  /** Bytes as text; empty where they are no UTF-8. */
  public static Optional<String> strictText(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException broken) {
      return Optional.empty();
    }
  }
}
