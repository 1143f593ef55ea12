package dev.firmtrail.objects.archive;

import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateEntry;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;

/**
 * Writes a state and its objects as a tar file whose bytes depend on nothing but the state and the
 * {@link Shape}: not on the clock, the user, the pool's modes or times ({@code
 * docs/formats/export.md}). One instance writes one archive.
 */
public final class ArchiveWriter {
  /** The member that holds the state. */
  public static final String STATE_NAME = "json";

  private static final String OBJECT_DIRECTORY = "objects/";

  /** What the published program gives the state. */
  private static final int STATE_MODE = 0600;

  private static final int OBJECT_MODE = 0644;
  private static final int END = 2 * TarHeader.BLOCK;
  private static final int COPY = 256 * 1024;

  private final ObjectStore store;
  private final Progress progress;
  private final byte[] buffer = new byte[COPY];
  private int objects;
  private long bytes;

  public ArchiveWriter(ObjectStore store, Progress progress) {
    this.store = store;
    this.progress = progress;
  }

  /** How often an object is in the archive. */
  public enum Shape {
    EACH_OBJECT_ONCE,
    /** Once for every path that needs it, as the published program does. */
    ONE_ENTRY_PER_PATH
  }

  /**
   * Writes all of it, and flushes. Every object is hashed on its way.
   *
   * @throws NoSuchFileException an object is not in the store
   * @throws dev.firmtrail.objects.CorruptObjectException an object has other bytes than its id says
   */
  public void write(State state, Shape shape, OutputStream out) throws IOException {
    List<ObjectId> ids = ids(state, shape);
    progress.begin("exporting", total(ids));
    try {
      // Headers and small objects leave in large pieces; a large object passes by the buffer.
      OutputStream pieces = new BufferedOutputStream(out, COPY);
      byte[] document = state.canonicalBytes();
      pieces.write(TarHeader.of(STATE_NAME, STATE_MODE, document.length));
      pieces.write(document);
      pad(document.length, pieces);
      for (ObjectId id : ids) {
        object(id, pieces);
      }
      pieces.write(new byte[END]);
      pieces.flush();
    } finally {
      progress.end();
    }
  }

  /**
   * How many bytes {@link #write} will write.
   *
   * @throws NoSuchFileException an object is not in the store
   */
  public long length(State state, Shape shape) throws NoSuchFileException {
    long length = TarHeader.BLOCK + padded(state.canonicalBytes().length) + END;
    for (ObjectId id : ids(state, shape)) {
      length += TarHeader.BLOCK + padded(size(id));
    }
    return length;
  }

  private static long padded(long size) {
    return size + (-size & (TarHeader.BLOCK - 1));
  }

  /** Objects that were written. */
  public int objects() {
    return objects;
  }

  /** Bytes of the objects that were written. */
  public long bytes() {
    return bytes;
  }

  private static List<ObjectId> ids(State state, Shape shape) {
    return switch (shape) {
      case EACH_OBJECT_ONCE -> List.copyOf(state.objects());
      case ONE_ENTRY_PER_PATH ->
          state.entries().values().stream()
              .filter(StateEntry.ObjectRef.class::isInstance)
              .map(entry -> ((StateEntry.ObjectRef) entry).id())
              .sorted()
              .toList();
    };
  }

  private long total(List<ObjectId> ids) {
    return ids.stream().mapToLong(id -> store.size(id).orElse(0)).sum();
  }

  private long size(ObjectId id) throws NoSuchFileException {
    return store
        .size(id)
        .orElseThrow(() ->
            new NoSuchFileException(
                store.path(id).toString(), null, "the store has no such object"));
  }

  private void object(ObjectId id, OutputStream out) throws IOException {
    long size = size(id);
    out.write(TarHeader.of(OBJECT_DIRECTORY + id.hex(), OBJECT_MODE, size));
    long moved = 0;
    try (InputStream in = store.openVerified(id)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        moved += n;
        if (moved > size) {
          break;
        }
        out.write(buffer, 0, n);
        progress.advance(n);
      }
    }
    if (moved != size) {
      throw new IOException(store.path(id) + " changed while it was read; run pvr fsck");
    }
    pad(size, out);
    objects++;
    bytes += size;
  }

  private void pad(long size, OutputStream out) throws IOException {
    out.write(new byte[(int) (padded(size) - size)]);
  }
}
