package dev.firmtrail.objects;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * {@link ObjectStore#put} for many threads at once: objects that are ready at the same moment share
 * one sync of the directory, and many of them one sync of their bytes. Nothing waits for company:
 * an object that comes alone is made durable at once.
 *
 * <p>What fails for one object fails for that one alone, unless it is the directory that cannot be
 * synced.
 */
public final class SharedPuts implements AutoCloseable {
  /**
   * Larger ones are synced by their own thread before they join the others, who would have to wait
   * for them.
   */
  private static final long SYNCED_ALONE = 1 << 20;

  private final ObjectStore store;

  /** Kept open, so that it reports every write that failed since. */
  private final Optional<FileSystemSync> fileSystem;

  private final ConcurrentLinkedQueue<Arrival> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock publishing = new ReentrantLock();

  SharedPuts(ObjectStore store) {
    this.store = store;
    this.fileSystem = FileSystemSync.of(store.directory());
  }

  /**
   * Stores one object. When this returns it is durable.
   *
   * @param in read to its end, or to one byte past {@code size}
   * @throws WrongContentException other bytes, or another number of them, than promised; nothing is
   *     stored
   */
  public PutResult put(InputStream in, ObjectId id, long size) throws IOException {
    try (TemporaryFile temporary = TemporaryFile.in(store.directory());
        CopyBuffer buffer = CopyBuffer.lease()) {
      MessageDigest digest = Sha256.newDigest();
      long moved = buffer.move(CopyBuffer.from(in), digest, temporary::write, size + 1);
      ObjectStore.refuseOther(id, size, digest, moved);
      if (store.holds(id, size)) {
        store.syncPresent(id);
        return PutResult.ALREADY_THERE;
      }
      boolean synced = size > SYNCED_ALONE;
      if (synced) {
        temporary.sync();
      }
      publish(new Arrival(temporary, id, synced));
      return PutResult.INSERTED;
    }
  }

  /** Whoever comes first publishes all that wait; the others find it done. */
  private void publish(Arrival arrival) throws IOException {
    waiting.add(arrival);
    publishing.lock();
    try {
      if (!arrival.over) {
        publishWaiting();
      }
    } finally {
      publishing.unlock();
    }
    arrival.refuseUnpublished(store.path(arrival.id));
  }

  private void publishWaiting() {
    List<Arrival> round = new ArrayList<>();
    for (Optional<Arrival> next = Optional.ofNullable(waiting.poll());
        next.isPresent();
        next = Optional.ofNullable(waiting.poll())) {
      round.add(next.get());
    }
    boolean bytesAreSynced =
        round.size() > Batch.FEW_FILES && fileSystem.isPresent() && fileSystem.get().sync();
    for (Arrival each : round) {
      each.attempt(() -> {
        if (!bytesAreSynced && !each.synced) {
          each.file.sync();
        }
        store.publish(each.file, each.id);
      });
    }
    Optional<IOException> unsynced = syncDirectory();
    for (Arrival each : round) {
      each.failure = each.failure.or(() -> unsynced);
      each.over = true;
    }
  }

  private Optional<IOException> syncDirectory() {
    try {
      DurableFile.syncDirectory(store.directory());
      return Optional.empty();
    } catch (IOException cannot) {
      return Optional.of(cannot);
    }
  }

  /** A checked object that waits to be published; what changes is guarded by the lock. */
  private static final class Arrival {
    private final TemporaryFile file;
    private final ObjectId id;
    private final boolean synced;
    private boolean over;
    private Optional<IOException> failure = Optional.empty();

    Arrival(TemporaryFile file, ObjectId id, boolean synced) {
      this.file = file;
      this.id = id;
      this.synced = synced;
    }

    private interface Step {
      void run() throws IOException;
    }

    void attempt(Step step) {
      try {
        step.run();
      } catch (IOException cannot) {
        failure = Optional.of(cannot);
      }
    }

    /** Also what was in a round that ended in a defect of ours is not published. */
    void refuseUnpublished(Path path) throws IOException {
      if (failure.isPresent()) {
        throw failure.get();
      }
      if (!over) {
        throw new IOException("cannot put a file in place at " + path + ": its turn failed");
      }
    }
  }

  @Override
  public void close() {
    fileSystem.ifPresent(FileSystemSync::close);
  }
}
