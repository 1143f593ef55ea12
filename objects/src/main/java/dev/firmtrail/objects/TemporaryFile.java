package dev.firmtrail.objects;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * A file that is being written under a name nobody looks for, beside the name that it will get.
 * Closing removes it unless {@link #renameTo} came first. For one thread.
 */
final class TemporaryFile implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int RANDOM_BYTES = 12;

  private final Path path;
  private final FileChannel channel;
  private boolean renamed;

  private TemporaryFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Makes an empty file with the given attributes, or else with the mode 0666 less the umask. */
  static TemporaryFile in(Path directory, FileAttribute<?>... attributes) throws IOException {
    Path path = newName(directory);
    try {
      return new TemporaryFile(
          path,
          FileChannel.open(
              path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes));
    } catch (IOException cannot) {
      throw Failure.of("cannot create", path, cannot);
    }
  }

  static Path newName(Path directory) {
    byte[] random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    return directory.resolve(DurableFile.TEMPORARY_PREFIX + HexFormat.of().formatHex(random));
  }

  Path path() {
    return path;
  }

  /** Writes all that the buffer holds. */
  void write(ByteBuffer bytes) throws IOException {
    writeAll(channel, path, bytes);
  }

  /** {@link #write} as a stream. Without a buffer; closing it does nothing. */
  OutputStream stream() {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        TemporaryFile.this.write(ByteBuffer.wrap(bytes, offset, length));
      }
    };
  }

  static void writeAll(FileChannel channel, Path path, ByteBuffer bytes) throws IOException {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException cannot) {
      throw Failure.of("cannot write", path, cannot);
    }
  }

  /** Also after {@link #endWriting}. */
  void sync() throws IOException {
    if (channel.isOpen()) {
      sync(channel, path);
      return;
    }
    try (FileChannel again = FileChannel.open(path, StandardOpenOption.WRITE)) {
      sync(again, path);
    }
  }

  static void sync(FileChannel channel, Path path) throws IOException {
    try {
      channel.force(true);
    } catch (IOException cannot) {
      throw Failure.of("cannot sync", path, cannot);
    }
  }

  /** Ends writing without a sync; the file stays until {@link #close}. */
  void endWriting() throws IOException {
    try {
      channel.close();
    } catch (IOException cannot) {
      throw Failure.of("cannot write", path, cannot);
    }
  }

  /** Gives the file its name in one step, in place of any file that has it. */
  void renameTo(Path target) throws IOException {
    endWriting();
    rename(path, target);
    renamed = true;
  }

  static void rename(Path from, Path target) throws IOException {
    try {
      Files.move(from, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException cannot) {
      throw Failure.of("cannot put a file in place at", target, cannot);
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      // Before it is closed: a disk that fails then must not keep the file.
      if (!renamed) {
        Files.deleteIfExists(path);
      }
    }
  }
}
