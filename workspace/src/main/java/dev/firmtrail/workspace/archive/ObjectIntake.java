package dev.firmtrail.workspace.archive;

import dev.firmtrail.objects.Batch;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.PutResult;
import dev.firmtrail.objects.WrongContentException;
import dev.firmtrail.state.ObjectId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Puts objects into a store, each hashed while it comes: large ones one by one, small ones many to
 * a sync. For one thread.
 */
final class ObjectIntake {
  /** Up to this size an object is held in memory until it is checked. */
  private static final int SMALL = 1 << 20;

  /** Small objects to a sync: what may have to be read again after a crash. */
  private static final int AT_ONCE = 512;

  private final ObjectStore store;
  private Batch batch;
  private int waiting;
  private int checked;
  private int stored;
  private long bytes;

  ObjectIntake(ObjectStore store) {
    this.store = store;
    this.batch = store.batch();
  }

  /**
   * Takes one object.
   *
   * @throws WrongContentException its bytes are not those of the id; nothing of it is kept
   */
  void put(InputStream in, ObjectId id, long size) throws IOException {
    boolean inserted = size > SMALL ? store.put(in, id, size) == PutResult.INSERTED : small(in, id);
    checked++;
    if (inserted) {
      stored++;
      bytes += size;
    }
  }

  private boolean small(InputStream in, ObjectId id) throws IOException {
    byte[] content = in.readAllBytes();
    ObjectId got = ObjectId.of(content);
    if (!got.equals(id)) {
      throw new WrongContentException(
          "object %s is refused: the %d bytes that came have the SHA-256 %s"
              .formatted(id, content.length, got));
    }
    boolean inserted = batch.put(new ByteArrayInputStream(content)).result() == PutResult.INSERTED;
    waiting++;
    if (waiting >= AT_ONCE) {
      flush();
    }
    return inserted;
  }

  /** Makes durable what came. When it fails, those that it was about are gone, and forgotten. */
  void flush() throws IOException {
    try (Batch full = batch) {
      batch = store.batch();
      waiting = 0;
      full.flush();
    }
  }

  /** Objects that came and had the right bytes. */
  int checked() {
    return checked;
  }

  /** Objects that the store did not have. */
  int stored() {
    return stored;
  }

  /** Bytes of those. */
  long bytes() {
    return bytes;
  }
}
