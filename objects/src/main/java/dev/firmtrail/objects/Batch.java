package dev.firmtrail.objects;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stores many objects with few syncs. Objects become visible and durable at {@link #flush}; what
 * was not flushed when the batch is closed leaves no trace. {@link #put} may be called by many
 * threads at once; {@link #flush} and {@link #close} wait for none of them and must come after.
 *
 * <p>Until the flush every object lies in a temporary file in the store's directory, so a batch
 * needs the disk space, and the caller who brings a lot flushes now and then. When a put fails the
 * others of the batch stand; when a flush fails, each object of the batch is either whole under its
 * id or gone, and the batch can only be closed.
 */
public final class Batch implements AutoCloseable {
  /**
   * Up to this many files are synced one by one. More are synced by one call for the whole file
   * system, which would make few files wait for whatever else is being written there.
   */
  static final int FEW_FILES = 8;

  private final ObjectStore store;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<ObjectId, TemporaryFile> staged = new LinkedHashMap<>();

  /** Found under their ids; another program may have put them there without a sync. */
  private final Set<ObjectId> present = new LinkedHashSet<>();

  private Optional<FileSystemSync> fileSystem = Optional.empty();

  /** After a sync that failed, a second one may succeed although bytes were lost. */
  private boolean failed;

  Batch(ObjectStore store) {
    this.store = store;
  }

  /** Reads to the end, hashing while copying. */
  public Stored put(InputStream in) throws IOException {
    return put(CopyBuffer.from(in));
  }

  /** {@link #put(InputStream)} of a file, read once. */
  public Stored put(Path file) throws IOException {
    try (FileChannel in = openToRead(file)) {
      return put(CopyBuffer.from(in, file));
    }
  }

  private static FileChannel openToRead(Path file) throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.READ);
    } catch (IOException cannot) {
      throw Failure.of("cannot read", file, cannot);
    }
  }

  private Stored put(CopyBuffer.Source source) throws IOException {
    TemporaryFile temporary = TemporaryFile.in(store.directory());
    boolean keep = false;
    try (CopyBuffer buffer = CopyBuffer.lease()) {
      MessageDigest digest = Sha256.newDigest();
      long size = buffer.move(source, digest, temporary::write, Long.MAX_VALUE);
      ObjectId id = ObjectId.of(digest);
      keep = stage(temporary, id, size);
      return new Stored(id, size, keep ? PutResult.INSERTED : PutResult.ALREADY_THERE);
    } finally {
      if (!keep) {
        temporary.close();
      }
    }
  }

  /** Whether the file is needed. */
  private boolean stage(TemporaryFile temporary, ObjectId id, long size) throws IOException {
    boolean there = store.holdsOrHasRoomFor(id, size);
    lock.lock();
    try {
      if (there) {
        present.add(id);
        return false;
      }
      if (staged.containsKey(id)) {
        return false;
      }
      if (staged.size() >= FEW_FILES) {
        // Few files stay open to be synced; of many that would use up the process's descriptors.
        temporary.endWriting();
      }
      staged.put(id, temporary);
      if (staged.size() == FEW_FILES) {
        fileSystem = FileSystemSync.of(store.directory());
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Makes everything put so far visible under its id, and durable: one sync for all the bytes, the
   * renames, one sync of the directory.
   */
  public void flush() throws IOException {
    lock.lock();
    try {
      if (failed) {
        throw new IllegalStateException("a flush of this batch failed; close it and begin another");
      }
      if (staged.isEmpty() && present.isEmpty()) {
        return;
      }
      failed = true;
      syncBytes();
      Iterator<Map.Entry<ObjectId, TemporaryFile>> each = staged.entrySet().iterator();
      while (each.hasNext()) {
        Map.Entry<ObjectId, TemporaryFile> next = each.next();
        store.publish(next.getValue(), next.getKey());
        each.remove();
      }
      DurableFile.syncDirectory(store.directory());
      present.clear();
      failed = false;
    } finally {
      lock.unlock();
    }
  }

  private void syncBytes() throws IOException {
    if (staged.size() + present.size() > FEW_FILES && syncFileSystem()) {
      return;
    }
    for (TemporaryFile temporary : staged.values()) {
      temporary.sync();
    }
    for (ObjectId id : present) {
      store.syncPresent(id);
    }
  }

  private boolean syncFileSystem() {
    if (fileSystem.isEmpty()) {
      fileSystem = FileSystemSync.of(store.directory());
    }
    return fileSystem.isPresent() && fileSystem.get().sync();
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      Optional<IOException> first = Optional.empty();
      for (TemporaryFile temporary : staged.values()) {
        try {
          temporary.close();
        } catch (IOException cannot) {
          first = first.or(() -> Optional.of(cannot));
        }
      }
      staged.clear();
      fileSystem.ifPresent(FileSystemSync::close);
      fileSystem = Optional.empty();
      if (first.isPresent()) {
        throw first.get();
      }
    } finally {
      lock.unlock();
    }
  }
}
