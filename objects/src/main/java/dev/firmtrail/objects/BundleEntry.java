package dev.firmtrail.objects;

import dev.firmtrail.state.ObjectId;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What stands before the bytes of one object in a bundle: several objects as one stream ({@code
 * docs/formats/hub.md}, Bundles).
 *
 * @param size in bytes
 * @param name a path that needs the object, or empty; at most {@link #LONGEST_NAME} bytes in UTF-8
 */
public record BundleEntry(ObjectId id, long size, String name) {
  /** Larger objects travel alone; in a bundle they have an entry and no bytes. */
  public static final int LARGEST = 1 << 20;

  /** Longer than the longest path of a state. */
  public static final int LONGEST_NAME = 4 * 4096;

  private static final int HASH_BYTES = 32;
  private static final int HEAD_BYTES = HASH_BYTES + Long.BYTES + Short.BYTES;

  public BundleEntry {
    if (size < 0) {
      throw new IllegalArgumentException("a size cannot be negative");
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      throw new IllegalArgumentException("the name is too long");
    }
  }

  /** Whether the object's bytes follow. */
  public boolean carriesBytes() {
    return size <= LARGEST;
  }

  public void writeTo(OutputStream out) throws IOException {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    DataOutputStream data = new DataOutputStream(out);
    data.write(HexFormat.of().parseHex(id.hex()));
    data.writeLong(size);
    data.writeShort(text.length);
    data.write(text);
  }

  /** How many bytes {@link #writeTo} writes. */
  public int length() {
    return HEAD_BYTES + name.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * Reads the next entry; empty where the stream ends.
   *
   * @throws EOFException the stream ends inside it
   * @throws StreamCorruptedException it is no entry
   */
  public static Optional<BundleEntry> readFrom(InputStream in) throws IOException {
    byte[] head = in.readNBytes(HEAD_BYTES);
    if (head.length == 0) {
      return Optional.empty();
    }
    refuseCut(head, HEAD_BYTES);
    ByteBuffer fields = ByteBuffer.wrap(head);
    String id = HexFormat.of().formatHex(head, 0, HASH_BYTES);
    long size = fields.getLong(HASH_BYTES);
    int length = Short.toUnsignedInt(fields.getShort(HASH_BYTES + Long.BYTES));
    if (size < 0 || length > LONGEST_NAME) {
      throw new StreamCorruptedException("the bundle has an entry with an impossible size or name");
    }
    byte[] name = in.readNBytes(length);
    refuseCut(name, length);
    return Optional.of(new BundleEntry(new ObjectId(id), size, text(name)));
  }

  private static void refuseCut(byte[] came, int wanted) throws EOFException {
    if (came.length < wanted) {
      throw new EOFException("the bundle ends inside an entry");
    }
  }

  private static String text(byte[] name) throws StreamCorruptedException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException broken) {
      throw new StreamCorruptedException("the bundle has a name that is not UTF-8");
    }
  }

  /**
   * Reads the object's bytes, which follow; unchecked.
   *
   * @throws EOFException the stream ends before them
   */
  public byte[] readBytes(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes((int) size);
    if (bytes.length < size) {
      throw new EOFException("the bundle ends inside an object");
    }
    return bytes;
  }
}
