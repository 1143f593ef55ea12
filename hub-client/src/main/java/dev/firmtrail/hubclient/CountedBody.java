package dev.firmtrail.hubclient;

import dev.firmtrail.objects.Progress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** A file as the body of a request, with its length announced; counts what was taken from it. */
final class CountedBody {
  private final Path file;
  private final long size;
  private final Progress progress;
  private final AtomicLong sent = new AtomicLong();

  CountedBody(Path file, long size, Progress progress) {
    this.file = file;
    this.size = size;
    this.progress = progress;
  }

  BodyPublisher publisher() {
    return size == 0
        ? BodyPublishers.noBody()
        : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(this::open), size);
  }

  /** Bytes that the network took so far. */
  long sent() {
    return sent.get();
  }

  private InputStream open() {
    try {
      return new FilterInputStream(Channels.newInputStream(Files.newByteChannel(file))) {
        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
          int count = super.read(buffer, offset, length);
          if (count > 0) {
            sent.addAndGet(count);
            progress.advance(count);
          }
          return count;
        }
      };
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
