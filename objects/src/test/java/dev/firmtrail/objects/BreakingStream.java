package dev.firmtrail.objects;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Gives some bytes and then breaks, as a connection does. */
final class BreakingStream extends InputStream {
  private final InputStream first;

  BreakingStream(byte[] first) {
    this.first = new ByteArrayInputStream(first);
  }

  @Override
  public int read() throws IOException {
    return orBreak(first.read());
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return orBreak(first.read(bytes, offset, length));
  }

  private static int orBreak(int n) throws IOException {
    if (n < 0) {
      throw new IOException("the line is down");
    }
    return n;
  }
}
