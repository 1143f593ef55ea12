package dev.firmtrail.workspace;

import dev.firmtrail.objects.Progress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells a progress of every byte that is read. */
public final class CountedInput extends FilterInputStream {
  private final Progress progress;

  public CountedInput(InputStream in, Progress progress) {
    super(in);
    this.progress = progress;
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    if (b >= 0) {
      progress.advance(1);
    }
    return b;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = super.read(buffer, offset, length);
    if (n > 0) {
      progress.advance(n);
    }
    return n;
  }
}
