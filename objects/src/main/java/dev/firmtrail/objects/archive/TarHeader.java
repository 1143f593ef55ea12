package dev.firmtrail.objects.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One block of a tar file that says what the bytes behind it are: where its fields lie, and the
 * header that this program writes ({@code docs/formats/export.md}, Headers).
 */
public final class TarHeader {
  public static final int BLOCK = 512;

  public static final Field NAME = new Field(0, 100);
  public static final Field MODE = new Field(100, 8);
  public static final Field UID = new Field(108, 8);
  public static final Field GID = new Field(116, 8);
  public static final Field SIZE = new Field(124, 12);
  public static final Field MTIME = new Field(136, 12);
  public static final Field CHECKSUM = new Field(148, 8);
  public static final Field TYPE = new Field(156, 1);
  public static final Field MAGIC = new Field(257, 8);
  public static final Field DEVICE_MAJOR = new Field(329, 8);
  public static final Field DEVICE_MINOR = new Field(337, 8);
  public static final Field PREFIX = new Field(345, 155);

  /** The first size that eleven octal digits cannot say. */
  public static final long BEYOND_OCTAL = 1L << 33;

  /** Marks a number that is not octal text but big-endian bytes. */
  public static final int BINARY_NUMBER = 0x80;

  public static final String USTAR = "ustar\00000";

  private TarHeader() {}

  /**
   * Where a field lies.
   *
   * @param offset from the start of the block
   */
  public record Field(int offset, int length) {
    public int end() {
      return offset + length;
    }
  }

  /** Whether bytes begin as a tar file of our time does; one of before 1988 does not. */
  public static boolean hasMagic(byte[] first) {
    byte[] magic = "ustar".getBytes(StandardCharsets.US_ASCII);
    int at = MAGIC.offset();
    return first.length >= at + magic.length
        && Arrays.equals(first, at, at + magic.length, magic, 0, magic.length);
  }

  /** The header of a regular file; the same for the same arguments, for ever. */
  public static byte[] of(String name, int mode, long size) {
    byte[] header = new byte[BLOCK];
    put(header, NAME, name);
    octal(header, MODE, mode);
    octal(header, UID, 0);
    octal(header, GID, 0);
    if (size < BEYOND_OCTAL) {
      octal(header, SIZE, size);
    } else {
      binary(header, SIZE, size);
    }
    octal(header, MTIME, 0);
    put(header, TYPE, "0");
    put(header, MAGIC, USTAR);
    octal(header, DEVICE_MAJOR, 0);
    octal(header, DEVICE_MINOR, 0);
    put(header, CHECKSUM, "%06o\0 ".formatted(sum(header, false)));
    return header;
  }

  /**
   * The sum of all bytes, those of the checksum itself taken as spaces.
   *
   * @param signed as some old programs add them
   */
  public static long sum(byte[] header, boolean signed) {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      boolean own = i >= CHECKSUM.offset() && i < CHECKSUM.end();
      sum += own ? ' ' : signed ? header[i] : header[i] & 0xFF;
    }
    return sum;
  }

  private static void put(byte[] header, Field field, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length > field.length()) {
      throw new IllegalArgumentException("does not fit into a tar header: " + text);
    }
    System.arraycopy(bytes, 0, header, field.offset(), bytes.length);
  }

  private static void octal(byte[] header, Field field, long number) {
    String digits = Long.toOctalString(number);
    put(header, field, "0".repeat(field.length() - 1 - digits.length()) + digits);
  }

  private static void binary(byte[] header, Field field, long number) {
    for (int i = 0; i < Long.BYTES; i++) {
      header[field.end() - 1 - i] = (byte) (number >> (8 * i));
    }
    header[field.offset()] = (byte) BINARY_NUMBER;
  }
}
