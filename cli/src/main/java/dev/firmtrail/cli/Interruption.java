package dev.firmtrail.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes Ctrl-C end a run cleanly: the working thread is interrupted, so that it leaves its files
 * closed and its temporaries deleted, and the process ends with 130 as the virtual machine does by
 * itself. Waits a bounded time: a thread that does not listen must not keep a person waiting, and
 * what it leaves then is a temporary file that the next run ignores.
 */
final class Interruption {
  private static final long PATIENCE_SECONDS = 2;

  private final CountDownLatch finished = new CountDownLatch(1);

  private Interruption() {}

  static Interruption watch(Thread worker) {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> interruption.stop(worker), "ctrl-c"));
    return interruption;
  }

  /** Ends the process. When it is ending already, its own code stands. */
  void end(int code) {
    finished.countDown();
    System.exit(code);
  }

  private void stop(Thread worker) {
    if (finished.getCount() == 0) {
      return;
    }
    worker.interrupt();
    try {
      finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }
}
