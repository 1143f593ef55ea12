package dev.firmtrail.testkit.tar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Tar files made byte by byte, by no rule but the test's. */
public final class Tars {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A member as an honest writer would write it. */
  public Tars file(String name, byte[] content) {
    return member('0', name, "", Long.toOctalString(content.length), content);
  }

  public Tars file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  /** A member without content, of any type, perhaps with a target. */
  public Tars special(char type, String name, String target) {
    return member(type, name, target, "0", new byte[0]);
  }

  /** The extended header before a member; each record without its length. */
  public Tars pax(char type, String... records) {
    StringBuilder text = new StringBuilder();
    for (String record : records) {
      int bare = record.getBytes(StandardCharsets.UTF_8).length + 2;
      int length = bare + Integer.toString(bare + 2).length();
      text.append(length).append(' ').append(record).append('\n');
    }
    byte[] content = text.toString().getBytes(StandardCharsets.UTF_8);
    return member(type, "PaxHeaders/x", "", Long.toOctalString(content.length), content);
  }

  public Tars gnuLongName(String name) {
    byte[] content = (name + "\0").getBytes(StandardCharsets.UTF_8);
    return member('L', "././@LongLink", "", Long.toOctalString(content.length), content);
  }

  public Tars member(char type, String name, String target, String size, byte[] content) {
    out.writeBytes(header(type, name, target, size));
    out.writeBytes(content);
    out.writeBytes(new byte[(512 - content.length % 512) % 512]);
    return this;
  }

  /** The header of a file of any size, as GNU tar writes one that octal digits cannot say. */
  public static byte[] header(String name, long size) {
    byte[] header = header('0', name, "", "");
    for (int i = 0; i < Long.BYTES; i++) {
      header[128 + i] = (byte) (size >>> (56 - 8 * i));
    }
    header[124] = (byte) 0x80;
    return checked(header);
  }

  private static byte[] header(char type, String name, String target, String size) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, size);
    put(header, 136, "14000000000");
    header[156] = (byte) type;
    put(header, 157, target);
    put(header, 257, "ustar\00000");
    return checked(header);
  }

  private static byte[] checked(byte[] header) {
    put(header, 148, "        ");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xFF;
    }
    put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  public Tars raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** Without the blocks of zeros at the end. */
  public byte[] open() {
    return out.toByteArray();
  }

  public byte[] closed() {
    out.writeBytes(new byte[1024]);
    return out.toByteArray();
  }

  public static byte[] gzip(byte[] content) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(content);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return compressed.toByteArray();
  }
}
