package dev.firmtrail.hubclient;

import dev.firmtrail.objects.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The body of a request, with its length announced. Counts what the network takes of it, so that a
 * slow line is told from a silent one. Each try sends it from its beginning.
 */
final class RequestBody {
  private final BodyPublisher bytes;
  private final long size;
  private final Progress progress;
  private final AtomicLong sent = new AtomicLong();

  private RequestBody(BodyPublisher bytes, long size, Progress progress) {
    this.bytes = bytes;
    this.size = size;
    this.progress = progress;
  }

  /** What is sent. */
  @FunctionalInterface
  interface Content {
    InputStream open() throws IOException;
  }

  static RequestBody of(byte[] document) {
    return new RequestBody(BodyPublishers.ofByteArray(document), document.length, Progress.NONE);
  }

  /**
   * @param size bytes that the content will have
   */
  static RequestBody of(Content content, long size) {
    return new RequestBody(stream(content), size, Progress.NONE);
  }

  /** A file; a person is told how far it is. */
  static RequestBody of(Path file, long size, Progress progress) {
    Content content = () -> Channels.newInputStream(Files.newByteChannel(file));
    return new RequestBody(stream(content), size, progress);
  }

  private static BodyPublisher stream(Content content) {
    return BodyPublishers.ofInputStream(() -> {
      try {
        return content.open();
      } catch (IOException gone) {
        throw new UncheckedIOException(gone);
      }
    });
  }

  BodyPublisher publisher() {
    return size == 0
        ? BodyPublishers.noBody()
        : BodyPublishers.fromPublisher(to -> bytes.subscribe(new Counter(to)), size);
  }

  /** Bytes that the network took so far, in all tries. */
  long sent() {
    return sent.get();
  }

  private final class Counter implements Flow.Subscriber<ByteBuffer> {
    private final Flow.Subscriber<? super ByteBuffer> to;

    Counter(Flow.Subscriber<? super ByteBuffer> to) {
      this.to = to;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      to.onSubscribe(subscription);
    }

    @Override
    public void onNext(ByteBuffer some) {
      sent.addAndGet(some.remaining());
      progress.advance(some.remaining());
      to.onNext(some);
    }

    @Override
    public void onError(Throwable failure) {
      to.onError(failure);
    }

    @Override
    public void onComplete() {
      to.onComplete();
    }
  }
}
