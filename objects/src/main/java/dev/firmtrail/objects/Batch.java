package dev.firmtrail.objects;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Stores many objects with few syncs. Objects become visible and durable at {@link #flush}; what was not flushed when the
 * batch is closed leaves no trace. {@link #put} may be called by many threads at once; {@link #flush} and {@link #close} wait
 * for none of them and must come after.
 */
public final class Batch implements AutoCloseable {
  Batch() {}

  /** Reads to the end, hashing while copying. */
  public Stored put(InputStream in) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** {@link #put(InputStream)} of a file, read once. */
  public Stored put(Path file) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Makes everything put so far visible under its id, and durable. */
  public void flush() throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() throws IOException {
    throw new UnsupportedOperationException();
  }
}
