package dev.firmtrail.objects;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;

/**
 * Progress as one line of a terminal that is written over. Shown only for a phase that lasts, and
 * redrawn a few times a second, so that telling costs nothing. Thread-safe.
 */
public final class ProgressLine implements Progress {
  /** A phase shorter than this is over before a person could read the line. */
  private static final long QUIET_MILLIS = 400;

  private static final long REDRAW_MILLIS = 120;
  private static final String ERASE = "\r\u001b[K";

  private final OutputStream err;
  private final Clock clock;
  private String what = "";
  private long total;
  private long done;
  private long drawAt = Long.MAX_VALUE;
  private boolean visible;

  public ProgressLine(OutputStream err, Clock clock) {
    this.err = err;
    this.clock = clock;
  }

  @Override
  public synchronized void begin(String phase, long totalBytes) {
    what = phase;
    total = totalBytes;
    done = 0;
    drawAt = clock.millis() + QUIET_MILLIS;
  }

  @Override
  public synchronized void advance(long bytes) {
    done += bytes;
    long now = clock.millis();
    if (now >= drawAt) {
      drawAt = now + REDRAW_MILLIS;
      visible = true;
      write(ERASE + text());
    }
  }

  @Override
  public synchronized void end() {
    clear();
    drawAt = Long.MAX_VALUE;
  }

  /** Takes the line away, so that something else can be written. */
  public synchronized void clear() {
    if (visible) {
      visible = false;
      write(ERASE);
    }
  }

  private String text() {
    if (total <= 0) {
      return what + " " + size(done);
    }
    return what
        + " "
        + size(done)
        + " of "
        + size(total)
        + " ("
        + Math.min(100, done * 100 / total)
        + " %)";
  }

  private static String size(long bytes) {
    if (bytes < 1 << 20) {
      return (bytes >> 10) + " KiB";
    }
    return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
  }

  private void write(String text) {
    try {
      err.write(text.getBytes(StandardCharsets.UTF_8));
      err.flush();
    } catch (IOException nobodyWatches) {
      drawAt = Long.MAX_VALUE;
    }
  }
}
