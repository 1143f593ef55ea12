package dev.firmtrail.signatures.keys;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * As much of ASN.1's DER as tells one wrapping of a private key from another, and puts one into
 * another. It judges no key: the JDK reads each again, strictly.
 */
final class Der {
  static final int INTEGER = 0x02;
  static final int OCTETS = 0x04;
  static final int OBJECT_ID = 0x06;
  static final int SEQUENCE = 0x30;

  /** What is marked [0]. */
  static final int MARKED_0 = 0xA0;

  private static final int LONGEST_LENGTH = 3;

  private final int tag;
  private final byte[] content;

  private Der(int tag, byte[] content) {
    this.tag = tag;
    this.content = content;
  }

  static Der sequence(Der... parts) {
    byte[][] encoded = Arrays.stream(parts).map(Der::encoded).toArray(byte[][]::new);
    int length = Arrays.stream(encoded).mapToInt(part -> part.length).sum();
    ByteBuffer content = ByteBuffer.allocate(length);
    Arrays.stream(encoded).forEach(content::put);
    return new Der(SEQUENCE, content.array());
  }

  static Der octets(byte[] content) {
    return new Der(OCTETS, content);
  }

  /** The number 0. */
  static Der zero() {
    return new Der(INTEGER, new byte[1]);
  }

  static Der objectId(byte[] content) {
    return new Der(OBJECT_ID, content);
  }

  /** The value NULL. */
  static Der nothing() {
    return new Der(0x05, new byte[0]);
  }

  /** One value, and nothing behind it. */
  static Optional<Der> read(byte[] bytes) {
    List<Der> values = values(bytes);
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }

  private static List<Der> values(byte[] bytes) {
    List<Der> values = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    while (in.hasRemaining()) {
      Optional<Der> next = next(in);
      if (next.isEmpty()) {
        return List.of();
      }
      values.add(next.get());
    }
    return values;
  }

  private static Optional<Der> next(ByteBuffer in) {
    int tag = in.get() & 0xFF;
    int length = length(in);
    if (length < 0 || length > in.remaining()) {
      return Optional.empty();
    }
    byte[] content = new byte[length];
    in.get(content);
    return Optional.of(new Der(tag, content));
  }

  private static int length(ByteBuffer in) {
    int first = in.hasRemaining() ? in.get() & 0xFF : 0x80;
    if (first < 0x80) {
      return first;
    }
    int octets = first & 0x7F;
    if (octets == 0 || octets > LONGEST_LENGTH || octets > in.remaining()) {
      return -1;
    }
    int length = 0;
    for (int i = 0; i < octets; i++) {
      length = (length << 8) | (in.get() & 0xFF);
    }
    return length;
  }

  boolean is(int expected) {
    return tag == expected;
  }

  /** The array itself, not a copy. */
  byte[] content() {
    return content;
  }

  /** The values that it is made of; none where it is not made of values. */
  List<Der> parts() {
    return values(content);
  }

  /** Whether it is a sequence that begins with these kinds of value. */
  boolean beginsWith(int... tags) {
    List<Der> parts = is(SEQUENCE) ? parts() : List.of();
    if (parts.size() < tags.length) {
      return false;
    }
    for (int i = 0; i < tags.length; i++) {
      if (!parts.get(i).is(tags[i])) {
        return false;
      }
    }
    return true;
  }

  byte[] encoded() {
    byte[] length = encodedLength(content.length);
    return ByteBuffer.allocate(1 + length.length + content.length)
        .put((byte) tag)
        .put(length)
        .put(content)
        .array();
  }

  private static byte[] encodedLength(int length) {
    if (length < 0x80) {
      return new byte[] {(byte) length};
    }
    byte[] all = ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
    int zeros = Integer.numberOfLeadingZeros(length) / Byte.SIZE;
    byte[] encoded = new byte[1 + Integer.BYTES - zeros];
    encoded[0] = (byte) (0x80 + Integer.BYTES - zeros);
    System.arraycopy(all, zeros, encoded, 1, Integer.BYTES - zeros);
    return encoded;
  }
}
