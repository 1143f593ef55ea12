package dev.firmtrail.objects;

import dev.firmtrail.state.ObjectId;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The file under an id holds other bytes than the id says: a broken disk, or somebody wrote into
 * the store.
 */
public final class CorruptObjectException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient ObjectId id;

  public CorruptObjectException(ObjectId id, Path file) {
    super("object " + id + " is corrupt: the bytes of " + file + " have another SHA-256");
    this.id = id;
  }

  public ObjectId id() {
    return id;
  }
}
