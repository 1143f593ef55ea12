package dev.firmtrail.testkit.crash;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that do not change; equal when they are the same. */
public final class Bytes {
  private final byte[] bytes;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Bytes of(byte[] bytes) {
    return new Bytes(bytes.clone());
  }

  public static Bytes of(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  public int length() {
    return bytes.length;
  }

  public byte[] toArray() {
    return bytes.clone();
  }

  Bytes range(int from, int to) {
    return new Bytes(Arrays.copyOfRange(bytes, from, to));
  }

  /** These bytes after a write of a range of another's; what lies between is zeros. */
  Bytes with(long offset, Bytes written, int from, int to) {
    byte[] result = Arrays.copyOf(bytes, (int) Math.max(bytes.length, offset + to));
    System.arraycopy(written.bytes, from, result, Math.toIntExact(offset + from), to - from);
    return new Bytes(result);
  }

  /** Cut, or with zeros at the end. */
  Bytes ofLength(long length) {
    return new Bytes(Arrays.copyOf(bytes, Math.toIntExact(length)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
