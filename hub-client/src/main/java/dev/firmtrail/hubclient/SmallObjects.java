package dev.firmtrail.hubclient;

import dev.firmtrail.objects.Batch;
import dev.firmtrail.objects.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Puts checked small objects into a store from many threads, one sync for many of them. What came
 * before an interruption is kept: closing flushes.
 */
final class SmallObjects implements AutoCloseable {
  /** As much as may have to be fetched again after a crash. */
  private static final int AT_ONCE = 512;

  private final ObjectStore store;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final java.util.concurrent.atomic.AtomicInteger waiting =
      new java.util.concurrent.atomic.AtomicInteger();
  private Batch batch;

  SmallObjects(ObjectStore store) {
    this.store = store;
    this.batch = store.batch();
  }

  /** Takes bytes that were checked against their id. */
  void put(byte[] content) throws IOException {
    lock.readLock().lock();
    try {
      batch.put(new ByteArrayInputStream(content));
      waiting.incrementAndGet();
    } finally {
      lock.readLock().unlock();
    }
    if (waiting.get() >= AT_ONCE) {
      flush();
    }
  }

  private void flush() throws IOException {
    lock.writeLock().lock();
    try {
      if (waiting.get() < AT_ONCE) {
        return;
      }
      batch.flush();
      batch.close();
      batch = store.batch();
      waiting.set(0);
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public void close() throws IOException {
    lock.writeLock().lock();
    try (Batch last = batch) {
      last.flush();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
