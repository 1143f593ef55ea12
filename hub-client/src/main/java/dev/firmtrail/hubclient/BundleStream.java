package dev.firmtrail.hubclient;

import dev.firmtrail.objects.BundleEntry;
import dev.firmtrail.objects.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.List;

/** A bundle as it is sent, of which one object at a time is in memory. For one thread. */
final class BundleStream extends InputStream {
  private final ObjectStore store;
  private final Iterator<BundleEntry> entries;
  private ByteBuffer current = ByteBuffer.allocate(0);

  /**
   * @param entries each of an object in the store that a bundle may carry
   */
  BundleStream(ObjectStore store, List<BundleEntry> entries) {
    this.store = store;
    this.entries = entries.iterator();
  }

  /** Bytes of a whole bundle. */
  static long length(List<BundleEntry> entries) {
    return entries.stream().mapToLong(entry -> entry.length() + entry.size()).sum();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  /** Gives all that is asked for, so that small objects do not travel in small pieces. */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length && (current.hasRemaining() || next())) {
      int count = Math.min(length - done, current.remaining());
      current.get(bytes, offset + done, count);
      done += count;
    }
    return done == 0 && length > 0 ? -1 : done;
  }

  private boolean next() throws IOException {
    if (!entries.hasNext()) {
      return false;
    }
    BundleEntry entry = entries.next();
    ByteArrayOutputStream out = new ByteArrayOutputStream(entry.length() + (int) entry.size());
    entry.writeTo(out);
    out.write(bytes(entry));
    current = ByteBuffer.wrap(out.toByteArray());
    return true;
  }

  /** The pool may be somebody else's too: no more than was announced is taken from it. */
  private byte[] bytes(BundleEntry entry) throws IOException {
    try (InputStream in = Files.newInputStream(store.path(entry.id()))) {
      byte[] bytes = in.readNBytes((int) entry.size() + 1);
      if (bytes.length != entry.size()) {
        throw new IOException("object " + entry.id() + " changed its size while it was sent");
      }
      return bytes;
    }
  }
}
