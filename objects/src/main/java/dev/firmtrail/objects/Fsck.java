package dev.firmtrail.objects;

import dev.firmtrail.state.ObjectId;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One check of a store. For one use, by one thread; it reads objects with {@link #THREADS} of its
 * own.
 */
final class Fsck {
  /**
   * Enough to hash while the disk reads; more would take the machine away from whoever else works
   * on it.
   */
  private static final int THREADS = 2;

  private final ObjectStore store;
  private final Optional<ObjectStore> source;
  private final Progress progress;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong checked = new AtomicLong();
  private final SortedSet<ObjectId> corrupt = new ConcurrentSkipListSet<>();
  private final SortedSet<ObjectId> unreadable = new ConcurrentSkipListSet<>();

  Fsck(ObjectStore store, Optional<ObjectStore> source, Progress progress) {
    this.store = store;
    this.source = source;
    this.progress = progress;
  }

  FsckReport run(Collection<ObjectId> wanted) throws IOException {
    Listing listing = Listing.of(store.directory());
    progress.begin("checking", listing.objectBytes());
    try {
      checkAll(List.copyOf(listing.objects()));
      SortedSet<ObjectId> missing = new TreeSet<>(wanted);
      missing.removeIf(store::contains);
      return new FsckReport(
          checked.get(),
          bytes.get(),
          List.copyOf(corrupt),
          List.copyOf(missing),
          List.copyOf(unreadable),
          repair(missing, listing.strangers()),
          listing.leftovers(),
          listing.strangers());
    } finally {
      progress.end();
    }
  }

  private void checkAll(List<ObjectId> ids) throws IOException {
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService readers = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> work = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        work.add(
            readers.submit(() -> {
              for (int at = next.getAndIncrement(); at < ids.size(); at = next.getAndIncrement()) {
                check(ids.get(at));
              }
            }));
      }
      for (Future<?> each : work) {
        each.get();
      }
    } catch (ExecutionException broken) {
      throw new IllegalStateException("the check of " + store.directory() + " broke", broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the check of " + store.directory() + " was interrupted");
    }
  }

  private void check(ObjectId id) {
    try {
      boolean good =
          store.verify(
              id,
              moved -> {
                bytes.addAndGet(moved);
                progress.advance(moved);
              });
      checked.incrementAndGet();
      if (!good) {
        corrupt.add(id);
      }
    } catch (NoSuchFileException gone) {
      // Set aside by somebody since the directory was listed.
    } catch (IOException cannot) {
      unreadable.add(id);
    }
  }

  private List<ObjectId> repair(SortedSet<ObjectId> missing, List<Path> strangers)
      throws IOException {
    if (source.isEmpty()) {
      return List.of();
    }
    SortedSet<ObjectId> broken = new TreeSet<>(missing);
    broken.addAll(corrupt);
    broken.addAll(unreadable);
    broken.removeIf(id -> strangers.contains(store.path(id)));
    List<ObjectId> repaired = new ArrayList<>();
    for (ObjectId id : broken) {
      if (source.get().contains(id) && bringFrom(source.get(), id)) {
        repaired.add(id);
      }
    }
    return repaired;
  }

  /** False when the source's copy is corrupt as well. */
  private boolean bringFrom(ObjectStore other, ObjectId id) throws IOException {
    try (InputStream good = other.openVerified(id)) {
      store.replace(good, id);
      return true;
    } catch (CorruptObjectException noBetter) {
      return false;
    }
  }
}
