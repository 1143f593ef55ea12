package dev.firmtrail.objects.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compresses to gzip on threads that others lend. The bytes depend on the input and on the JDK's
 * zlib, and on nothing else: pieces of a fixed size, each compressed with the end of the one before
 * as its dictionary, so that they join to one ordinary stream. For one thread.
 */
public final class GzipOutput extends OutputStream {
  private static final int PIECE = 512 * 1024;

  /** As far back as deflate can refer to. */
  private static final int WINDOW = 32 * 1024;

  /** No time, no name; the last byte says that the system is not told. */
  private static final byte[] HEADER = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, (byte) 0xFF};

  private final OutputStream out;
  private final ExecutorService workers;
  private final int ahead;
  private final Deque<Future<byte[]>> pieces = new ArrayDeque<>();
  private final CRC32 crc = new CRC32();
  private byte[] before = new byte[0];
  private byte[] piece = new byte[PIECE];
  private int filled;
  private long length;

  /**
   * @param workers compress; platform threads, since zlib does not yield
   * @param ahead pieces that may wait for them, of 512 KiB each
   */
  public GzipOutput(OutputStream out, ExecutorService workers, int ahead) throws IOException {
    this.out = out;
    this.workers = workers;
    this.ahead = ahead;
    out.write(HEADER);
  }

  /** Threads for {@link GzipOutput}, as many as there are processors. */
  public static ExecutorService workers() {
    return Executors.newFixedThreadPool(
        Runtime.getRuntime().availableProcessors(),
        Thread.ofPlatform().daemon().name("gzip-", 0).factory());
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    crc.update(bytes, offset, count);
    length += count;
    int done = 0;
    while (done < count) {
      if (filled == PIECE) {
        submit(false);
      }
      int n = Math.min(count - done, PIECE - filled);
      System.arraycopy(bytes, offset + done, piece, filled, n);
      filled += n;
      done += n;
    }
  }

  /** Writes what is left, and the end. Nothing may be written after it. */
  public void finish() throws IOException {
    submit(true);
    while (!pieces.isEmpty()) {
      out.write(first());
    }
    out.write(
        ByteBuffer.allocate(2 * Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt((int) crc.getValue())
            .putInt((int) length)
            .array());
    out.flush();
  }

  private void submit(boolean last) throws IOException {
    byte[] input = piece;
    byte[] dictionary = before;
    int size = filled;
    pieces.add(workers.submit(() -> compress(input, size, dictionary, last)));
    before = Arrays.copyOfRange(input, Math.max(0, size - WINDOW), size);
    piece = new byte[PIECE];
    filled = 0;
    if (pieces.size() > ahead) {
      out.write(first());
    }
  }

  private byte[] first() throws IOException {
    try {
      return pieces.remove().get();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw (IOException) new ClosedByInterruptException().initCause(stop);
    } catch (ExecutionException failed) {
      throw new IOException("cannot compress: " + failed.getCause(), failed);
    }
  }

  private static byte[] compress(byte[] input, int size, byte[] dictionary, boolean last) {
    try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
      if (dictionary.length > 0) {
        deflater.setDictionary(dictionary);
      }
      deflater.setInput(input, 0, size);
      if (last) {
        deflater.finish();
      }
      byte[] output = new byte[PIECE / 2];
      int used = 0;
      while (true) {
        used += deflater.deflate(output, used, output.length - used, Deflater.SYNC_FLUSH);
        if (used < output.length) {
          return Arrays.copyOf(output, used);
        }
        output = Arrays.copyOf(output, 2 * output.length);
      }
    }
  }

  /** Forgets what was not finished. The stream below stays open. */
  @Override
  public void close() {
    pieces.forEach(waiting -> waiting.cancel(false));
  }
}
