package dev.firmtrail.objects;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * A large buffer through which bytes move once: read, hashed, written. Leased, because to make and
 * clear one for every small file would cost more than to hash the file.
 */
final class CopyBuffer implements AutoCloseable {
  private static final int SIZE = 256 * 1024;

  /**
   * Buffers that rest between uses; more may be out at once, and those are left to the collector.
   */
  private static final ArrayBlockingQueue<byte[]> RESTING = new ArrayBlockingQueue<>(16);

  private final byte[] bytes;

  private CopyBuffer(byte[] bytes) {
    this.bytes = bytes;
  }

  static CopyBuffer lease() {
    byte[] rested = RESTING.poll();
    return new CopyBuffer(rested == null ? new byte[SIZE] : rested);
  }

  /** Where bytes come from; gives -1 at the end. */
  interface Source {
    int read(byte[] bytes, int length) throws IOException;
  }

  /** Where bytes go after they were hashed. */
  interface Sink {
    /** For bytes that are only hashed. */
    Sink NONE = buffer -> {};

    void write(ByteBuffer buffer) throws IOException;
  }

  static Source from(InputStream in) {
    return (bytes, length) -> in.read(bytes, 0, length);
  }

  static Source from(FileChannel in, Path file) {
    return (bytes, length) -> {
      try {
        return in.read(ByteBuffer.wrap(bytes, 0, length));
      } catch (IOException cannot) {
        throw Failure.of("cannot read", file, cannot);
      }
    };
  }

  /** Moves bytes until the source ends or {@code limit} bytes came. Returns how many came. */
  long move(Source source, MessageDigest digest, Sink sink, long limit) throws IOException {
    long moved = 0;
    while (moved < limit) {
      int n = source.read(bytes, (int) Math.min(SIZE, limit - moved));
      if (n < 0) {
        break;
      }
      digest.update(bytes, 0, n);
      sink.write(ByteBuffer.wrap(bytes, 0, n));
      moved += n;
    }
    return moved;
  }

  @Override
  public void close() {
    RESTING.offer(bytes);
  }
}
