package dev.firmtrail.workspace.archive;

import dev.firmtrail.objects.archive.TarHeader;
import dev.firmtrail.objects.archive.TarHeader.Field;
import dev.firmtrail.state.Shown;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the members of a tar file one after the other and refuses what two readers could understand
 * in two ways: a size that is said twice, a link, a sparse file. A name that is said twice is given
 * twice. For one thread ({@code docs/formats/export.md}, Reading).
 */
final class TarReader {
  /** Largest extended header that is read; a name has at most 4 KiB. */
  private static final int LARGEST_EXTENSION = 1 << 20;

  /** So that sums of sizes do not overflow. */
  private static final long LARGEST_MEMBER = 1L << 62;

  private static final int OCTAL = 8;

  private final InputStream in;
  private long left;
  private long padding;
  private long members;

  TarReader(InputStream in) {
    this.in = in;
  }

  /** What a member is. */
  enum Kind {
    FILE,
    DIRECTORY
  }

  /**
   * A member.
   *
   * @param name by its own header
   * @param otherName by an extended header before it; programs differ in which one they take
   * @param size of its content in bytes; 0 for a directory
   */
  record Member(Kind kind, String name, Optional<String> otherName, long size) {}

  /**
   * Goes to the next member, over what is left of the content of the one before.
   *
   * @return empty behind the last member
   * @throws RefusedArchiveException no tar file, a damaged one, or a member that is refused
   */
  Optional<Member> next() throws IOException {
    Extension extension = new Extension();
    while (true) {
      skipContent();
      Optional<byte[]> header = header();
      if (header.isEmpty()) {
        return Optional.empty();
      }
      byte[] block = header.get();
      long size = number(block, TarHeader.SIZE);
      members++;
      char type = (char) (block[TarHeader.TYPE.offset()] & 0xFF);
      switch (type) {
        case 'x' -> extension.pax(content(size), false);
        case 'g' -> new Extension().pax(content(size), true);
        case 'L' -> extension.name(text(content(size)));
        case 'K' -> content(size);
        default -> {
          return Optional.of(member(block, type, extension, extension.size(size)));
        }
      }
    }
  }

  private Member member(byte[] block, char type, Extension extension, long size)
      throws RefusedArchiveException {
    String name = name(block);
    left = size;
    padding = -size & (TarHeader.BLOCK - 1);
    return switch (type) {
      case '0', '\0', '5' -> {
        boolean directory = type == '5' || name.endsWith("/");
        if (directory && size != 0) {
          throw new RefusedArchiveException(
              "has the directory %s with content".formatted(Shown.text(name)));
        }
        yield new Member(directory ? Kind.DIRECTORY : Kind.FILE, name, extension.otherName(), size);
      }
      case '1' -> throw refused("hard link", name);
      case '2' -> throw refused("symbolic link", name);
      case '3', '4' -> throw refused("device", name);
      case '6' -> throw refused("pipe", name);
      case 'S' -> throw refused("sparse file", name);
      default -> throw refused("member of the unknown kind '" + Shown.text("" + type) + "'", name);
    };
  }

  private static RefusedArchiveException refused(String what, String name) {
    return new RefusedArchiveException(
        "has the %s %s; an archive holds files alone".formatted(what, Shown.text(name)));
  }

  /**
   * The content of the current member; at its end the stream ends.
   *
   * <p>Reading from it throws a {@link RefusedArchiveException} where the file ends too early.
   */
  InputStream content() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left == 0 || length == 0) {
          return length == 0 ? 0 : -1;
        }
        int n = in.read(buffer, offset, (int) Math.min(length, left));
        if (n < 0) {
          throw endsEarly();
        }
        left -= n;
        return n;
      }
    };
  }

  private byte[] content(long size) throws IOException {
    if (size > LARGEST_EXTENSION) {
      throw new RefusedArchiveException(
          "has an extended header of %d bytes; more than %d are refused"
              .formatted(size, LARGEST_EXTENSION));
    }
    left = size;
    padding = -size & (TarHeader.BLOCK - 1);
    return content().readAllBytes();
  }

  private void skipContent() throws IOException {
    long both = left + padding;
    left = 0;
    padding = 0;
    try {
      in.skipNBytes(both);
    } catch (EOFException early) {
      throw endsEarly();
    }
  }

  /** The next header; empty at the end: two blocks of zeros, or no more bytes. */
  private Optional<byte[]> header() throws IOException {
    Optional<byte[]> block = block();
    if (block.isEmpty()) {
      if (members == 0) {
        throw new RefusedArchiveException("is empty");
      }
      return Optional.empty();
    }
    if (isZero(block.get())) {
      Optional<byte[]> second = block();
      if (second.isEmpty() || isZero(second.get())) {
        return Optional.empty();
      }
      throw notTar();
    }
    long sum = number(block.get(), TarHeader.CHECKSUM);
    if (sum != TarHeader.sum(block.get(), false) && sum != TarHeader.sum(block.get(), true)) {
      throw notTar();
    }
    return block;
  }

  private RefusedArchiveException notTar() {
    return new RefusedArchiveException(
        members == 0
            ? "is not a tar archive (plain, or compressed with gzip)"
            : "is damaged behind member " + members);
  }

  private RefusedArchiveException endsEarly() {
    return new RefusedArchiveException(
        "ends in the middle of member " + members + "; get it again");
  }

  private Optional<byte[]> block() throws IOException {
    byte[] block = in.readNBytes(TarHeader.BLOCK);
    if (block.length == 0) {
      return Optional.empty();
    }
    if (block.length < TarHeader.BLOCK) {
      throw members == 0 ? notTar() : endsEarly();
    }
    return Optional.of(block);
  }

  private static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static String name(byte[] block) {
    String name = text(block, TarHeader.NAME);
    boolean hasPrefix =
        new String(
                block,
                TarHeader.MAGIC.offset(),
                TarHeader.MAGIC.length(),
                StandardCharsets.ISO_8859_1)
            .equals(TarHeader.USTAR);
    String prefix = hasPrefix ? text(block, TarHeader.PREFIX) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String text(byte[] block, Field field) {
    return text(Arrays.copyOfRange(block, field.offset(), field.end()));
  }

  /** Up to the first NUL. */
  private static String text(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  private long number(byte[] block, Field field) throws RefusedArchiveException {
    if ((block[field.offset()] & TarHeader.BINARY_NUMBER) != 0) {
      return binary(block, field);
    }
    String digits = text(block, field).strip();
    if (!digits.matches("[0-7]{0,12}")) {
      throw notTar();
    }
    return digits.isEmpty() ? 0 : Long.parseLong(digits, OCTAL);
  }

  private long binary(byte[] block, Field field) throws RefusedArchiveException {
    long number = block[field.offset()] & ~TarHeader.BINARY_NUMBER & 0xFF;
    for (int i = field.offset() + 1; i < field.end(); i++) {
      if (number > LARGEST_MEMBER >> Byte.SIZE) {
        throw notTar();
      }
      number = (number << Byte.SIZE) | (block[i] & 0xFF);
    }
    return number;
  }
}
