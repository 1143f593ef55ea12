package dev.firmtrail.objects;

import java.io.IOException;
import java.io.InputStream;

/**
 * An object on its way in, which survives an interruption as {@code <id>.part}. One owner at a time: a second one gets a fresh
 * part of its own. Closing without {@link #finish} keeps the part for the next attempt.
 */
public final class PartialObject implements AutoCloseable {
  PartialObject() {}

  /** Bytes that are already here. */
  public long length() {
    throw new UnsupportedOperationException();
  }

  /** Adds bytes up to the end of the stream; never more than the promised size. Returns how many. */
  public long append(InputStream in) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Throws away what is here, to begin again (the other side does not do ranges). */
  public void restart() throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Checks, makes visible and durable.
   *
   * @throws WrongContentException not the promised bytes; the part is removed
   */
  public PutResult finish() throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() throws IOException {
    throw new UnsupportedOperationException();
  }
}
