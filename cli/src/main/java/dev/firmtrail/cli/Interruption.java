package dev.firmtrail.cli;

import dev.firmtrail.cli.frame.ExitCode;
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
  private final Thread worker;
  private final Thread hook = new Thread(this::stop, "ctrl-c");

  private Interruption(Thread worker) {
    this.worker = worker;
  }

  static Interruption watch(Thread worker) {
    Interruption interruption = new Interruption(worker);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /**
   * Ends the process. When it is ending already, its own code stands. A run that went well has
   * nothing left to clean up, and need not wait for an orderly exit, which first looks through all
   * jars for a logger to tell.
   */
  void end(int code) {
    finish();
    if (code == ExitCode.OK.number() && !isEnding()) {
      Runtime.getRuntime().halt(code);
    }
    System.exit(code);
  }

  /** The work is over: there is nothing left to stop. */
  void finish() {
    finished.countDown();
  }

  private boolean isEnding() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
      return false;
    } catch (IllegalStateException alreadyEnding) {
      return true;
    }
  }

  private void stop() {
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
