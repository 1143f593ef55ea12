package dev.firmtrail.workspace;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs the same work over a list, on as many threads as the machine has processors; the order of
 * the results is the list's.
 */
public final class InParallel {
  private InParallel() {}

  /** Work on one item. */
  public interface Work<T, R> {
    R on(T item) throws IOException, WorkspaceException;
  }

  /**
   * Returns when all is done. After the first failure no further item is begun, and that failure is
   * thrown; after an interrupt, a {@link ClosedByInterruptException}. No thread works on when this
   * has returned.
   *
   * @param worthwhile whether there is more to do than it costs to start threads
   */
  public static <T, R> List<R> map(List<T> items, boolean worthwhile, Work<T, R> work)
      throws IOException, WorkspaceException {
    int threads =
        worthwhile ? Math.min(items.size(), Runtime.getRuntime().availableProcessors()) : 1;
    if (threads <= 1) {
      List<R> results = new ArrayList<>(items.size());
      for (T item : items) {
        results.add(work.on(item));
      }
      return results;
    }
    Run<T, R> run = new Run<>(items, work);
    List<Thread> started = new ArrayList<>(threads);
    for (int i = 0; i < threads; i++) {
      started.add(Thread.ofPlatform().daemon().name("firmtrail-read-" + i).start(run));
    }
    if (joinAll(started)) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    }
    return run.results();
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

  private static final class Run<T, R> implements Runnable {
    private final List<T> items;
    private final Work<T, R> work;
    private final List<List<R>> done;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Run(List<T> items, Work<T, R> work) {
      this.items = items;
      this.work = work;
      this.done = new ArrayList<>(items.size());
      for (int i = 0; i < items.size(); i++) {
        done.add(List.of());
      }
    }

    @Override
    public void run() {
      for (int i = next.getAndIncrement();
          i < items.size() && failure.get() == null && !Thread.currentThread().isInterrupted();
          i = next.getAndIncrement()) {
        try {
          // Each slot is written by one thread, and read after that thread was joined.
          done.set(i, List.of(work.on(items.get(i))));
        } catch (IOException | WorkspaceException | RuntimeException | Error failed) {
          failure.compareAndSet(null, failed);
        }
      }
    }

    List<R> results() throws IOException, WorkspaceException {
      @Nullable Throwable failed = failure.get();
      if (failed instanceof IOException io) {
        throw io;
      }
      if (failed instanceof WorkspaceException unfit) {
        throw unfit;
      }
      if (failed != null) {
        throw new IllegalStateException("reading a file failed", failed);
      }
      List<R> results = new ArrayList<>(done.size());
      for (List<R> one : done) {
        results.addAll(one);
      }
      return results;
    }
  }
}
