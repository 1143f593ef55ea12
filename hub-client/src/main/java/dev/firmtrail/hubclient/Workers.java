package dev.firmtrail.hubclient;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A few threads that take items from one iterator until it is empty or one of them fails. Nothing
 * is queued, so memory is bounded by the number of threads; the first failure ends all of them and
 * is the one that is thrown.
 */
final class Workers {
  private Workers() {}

  /** What is done with one item. */
  interface Task<T> {
    void run(T item) throws IOException;
  }

  /** Returns when all items are done, or throws when all threads have ended. */
  static <T> void run(int most, Iterator<T> items, Task<T> task) throws IOException {
    AtomicReference<Optional<Throwable>> failure = new AtomicReference<>(Optional.empty());
    Object turn = new Object();
    List<Thread> threads = new ArrayList<>();
    Runnable work =
        () -> {
          try {
            for (Optional<T> item = take(items, turn, failure);
                item.isPresent();
                item = take(items, turn, failure)) {
              task.run(item.get());
            }
          } catch (Throwable broken) {
            if (failure.compareAndSet(Optional.empty(), Optional.of(broken))) {
              threads.forEach(Thread::interrupt);
            }
          }
        };
    for (int i = 0; i < most; i++) {
      threads.add(Thread.ofVirtual().name("hub-worker-" + i).unstarted(work));
    }
    threads.forEach(Thread::start);
    boolean interrupted = joinAll(threads);
    if (interrupted) {
      throw Interruptions.passOn(new InterruptedException());
    }
    rethrow(failure.get());
  }

  private static <T> Optional<T> take(
      Iterator<T> items, Object turn, AtomicReference<Optional<Throwable>> failure) {
    synchronized (turn) {
      return failure.get().isEmpty() && items.hasNext()
          ? Optional.of(items.next())
          : Optional.empty();
    }
  }

  /**
   * Waits for all; an interrupt is handed to them, and waiting goes on, so that nobody writes after
   * we have returned.
   */
  private static boolean joinAll(List<Thread> threads) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException stop) {
          interrupted = true;
          threads.forEach(Thread::interrupt);
        }
      }
    }
    return interrupted;
  }

  private static void rethrow(Optional<Throwable> failure) throws IOException {
    switch (failure.orElse(null)) {
      case null -> {}
      case IOException network -> throw network;
      case RuntimeException bug -> throw bug;
      case Error bug -> throw bug;
      case Throwable other -> throw new IllegalStateException(other);
    }
  }
}
