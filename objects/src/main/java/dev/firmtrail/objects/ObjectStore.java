package dev.firmtrail.objects;

import dev.firmtrail.state.ObjectId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A directory of objects, flat, each file named by 64 hex digits: the layout of the published programs' pools, which may
 * share the directory ({@code docs/formats/objects.md}). Safe for use by many threads and processes.
 */
public final class ObjectStore {
  private final Path directory;

  private ObjectStore(Path directory) {
    this.directory = directory;
  }

  /** Opens a store, making its directory where it is missing. */
  public static ObjectStore open(Path directory) throws IOException {
    Files.createDirectories(directory);
    return new ObjectStore(directory);
  }

  public Path directory() {
    return directory;
  }

  /** Where an object's bytes are, or would be. Read only; nobody but the store writes there. */
  public Path path(ObjectId id) {
    return directory.resolve(id.hex());
  }

  /** Whether a file stands under the id. Says nothing about its bytes. */
  public boolean contains(ObjectId id) {
    return size(id).isPresent();
  }

  /** The size in bytes of the file under the id; empty when there is none. */
  public OptionalLong size(ObjectId id) {
    throw new UnsupportedOperationException();
  }

  /**
   * Stores one object. When this returns it is durable.
   *
   * @param in read to its end, or to one byte past {@code size}
   * @throws WrongContentException other bytes, or another number of them, than promised; nothing is stored
   */
  public PutResult put(InputStream in, ObjectId id, long size) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Begins to store many objects whose ids are not known yet, with few syncs. */
  public Batch batch() {
    throw new UnsupportedOperationException();
  }

  /**
   * Goes on with an object of which a part may have come before (an interrupted download): what is there is hashed again, so
   * a damaged part cannot get through.
   */
  public PartialObject resume(ObjectId id, long size) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Opens an object's bytes without checking them; for ranges, and for a reader that hashes them itself. */
  public FileChannel open(ObjectId id) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * A stream that gives the object's bytes and, before it reports the end, checks them.
   *
   * @throws CorruptObjectException from the read that reaches the end, when the bytes are not those of the id
   */
  public InputStream openVerified(ObjectId id) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Writes an object to a file that shares no writable inode with the store: checked, to a temporary file beside the target,
   * then renamed over it. Not synced: a work tree can be made again.
   */
  public void copyTo(ObjectId id, Path target) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Reads an object and says whether its bytes are those of its id. */
  public boolean verify(ObjectId id) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Moves a corrupt object out of the way (to {@code <id>.corrupt}), so that a good copy can take its name. */
  public void setAside(ObjectId id) throws IOException {
    throw new UnsupportedOperationException();
  }
}
