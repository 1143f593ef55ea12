package dev.firmtrail.hubclient;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends reads of a body that stopped coming: the JDK's client has no such limit. One quiet thread
 * watches all bodies; closing a body from there wakes its reader. What breaks in a body is told as
 * a {@link HubException}.
 */
final class IdleWatch implements AutoCloseable {
  private final Duration limit;
  private final ScheduledThreadPoolExecutor timer;

  IdleWatch(Duration limit) {
    this.limit = limit;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("hub-idle-watch").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  InputStream guard(URI from, InputStream body) {
    return new Guarded(from, body);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private final class Guarded extends FilterInputStream {
    private final URI from;
    private final ScheduledFuture<?> check;
    private volatile long moved = System.nanoTime();
    private volatile boolean tooSlow;

    Guarded(URI from, InputStream body) {
      super(body);
      this.from = from;
      long period = Math.max(1, limit.toMillis() / 4);
      this.check = timer.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
    }

    private void look() {
      if (System.nanoTime() - moved > limit.toNanos()) {
        tooSlow = true;
        check.cancel(false);
        try {
          in.close();
        } catch (IOException alreadyGone) {
          // The reader learns from tooSlow.
        }
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        int count = super.read(buffer, offset, length);
        moved = System.nanoTime();
        if (tooSlow) {
          throw new IOException("closed");
        }
        return count;
      } catch (IOException broken) {
        IOException cause =
            tooSlow
                ? new HttpTimeoutException("nothing came for " + limit.toSeconds() + " s")
                : broken;
        throw Failures.explain(from, cause);
      }
    }

    @Override
    public void close() throws IOException {
      check.cancel(false);
      super.close();
    }
  }
}
