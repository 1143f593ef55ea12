package dev.firmtrail.workspace.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The bytes of an archive, uncompressed, from the beginning of a file: whether it is compressed is
 * seen by its first bytes, not by its name. Broken compression is told as a {@link
 * RefusedArchiveException}. For one thread.
 */
final class ArchiveBytes extends InputStream {
  private static final int BUFFER = 64 * 1024;
  private static final byte[] GZIP = {0x1F, (byte) 0x8B};

  private final InFile file;
  private final InputStream in;

  private ArchiveBytes(InFile file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  /** The channel stays open when the stream is closed. */
  static ArchiveBytes of(FileChannel channel) throws IOException {
    InFile file = new InFile(channel);
    BufferedInputStream buffered = new BufferedInputStream(file, BUFFER);
    if (!startsWith(buffered, GZIP)) {
      return new ArchiveBytes(file, buffered);
    }
    try {
      return new ArchiveBytes(file, new GZIPInputStream(buffered, BUFFER));
    } catch (IOException | RuntimeException cause) {
      throw file.blamed(cause);
    }
  }

  /** Whether these first bytes of a file are those of a compressed one. */
  static boolean isCompressed(byte[] first) {
    return first.length >= GZIP.length
        && Arrays.equals(first, 0, GZIP.length, GZIP, 0, GZIP.length);
  }

  private static boolean startsWith(BufferedInputStream in, byte[] magic) throws IOException {
    in.mark(magic.length);
    byte[] first = in.readNBytes(magic.length);
    in.reset();
    return Arrays.equals(first, magic);
  }

  /** How many bytes of the file were used; a little more may be waiting in buffers. */
  long used() {
    return file.position;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      return in.read(buffer, offset, length);
    } catch (IOException | RuntimeException cause) {
      throw file.blamed(cause);
    }
  }

  @Override
  public long skip(long count) throws IOException {
    if (in instanceof BufferedInputStream plain) {
      return plain.skip(count);
    }
    return super.skip(count);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** A file from its beginning; skipping costs nothing. */
  private static final class InFile extends InputStream {
    private final FileChannel channel;
    private long position;

    private Optional<IOException> failure = Optional.empty();

    InFile(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        int n = channel.read(ByteBuffer.wrap(buffer, offset, length), position);
        position += Math.max(n, 0);
        return n;
      } catch (IOException failed) {
        failure = Optional.of(failed);
        throw failed;
      }
    }

    /**
     * What a failed read is told as: the disk's failure, or else the archive's. A decompressor may
     * also throw what its author did not think of.
     */
    IOException blamed(Exception cause) {
      return failure.orElseGet(() ->
          new RefusedArchiveException(
              "is compressed, and damaged or cut short; get it again", cause));
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = Math.clamp(channel.size() - position, 0, Math.max(0, count));
      position += skipped;
      return skipped;
    }

    /** Whether there is more; a reader of several compressed pieces behind each other asks. */
    @Override
    public int available() throws IOException {
      return Math.clamp(channel.size() - position, 0, Integer.MAX_VALUE);
    }
  }
}
