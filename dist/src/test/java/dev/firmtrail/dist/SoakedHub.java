package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A hub that is killed now and then and started again, while many talk to it. */
final class SoakedHub implements AutoCloseable {
  private final AtomicInteger kills = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicReference<CountDownLatch> up = new AtomicReference<>(new CountDownLatch(0));
  private final SoakLedger ledger;
  private HubProcess process;

  SoakedHub(Path data, SoakLedger ledger) {
    this.ledger = ledger;
    this.process = HubProcess.start(data);
  }

  /** The one that runs now. */
  HubProcess process() {
    return process;
  }

  /** How often it was killed. Asked before {@link #isUp}, it changes when a kill disturbs. */
  int kills() {
    return kills.get();
  }

  /** Waits while it is down; false when it is over. */
  boolean isUp() throws InterruptedException {
    up.get().await();
    return !over.get();
  }

  /** Whether it is not down, without waiting. */
  boolean serves() {
    return up.get().getCount() == 0;
  }

  /** Something to do before anybody is told that the hub runs again. */
  interface Check {
    void check(HubProcess hub) throws Exception;
  }

  /** Kills it and starts it again. */
  void kill(Check check) throws Exception {
    up.set(new CountDownLatch(1));
    kills.incrementAndGet();
    process.close();
    process = HubProcess.startAgain(process);
    check.check(process);
    up.get().countDown();
  }

  /** Tells those who ask {@link #isUp} that it is enough. */
  void end() {
    over.set(true);
  }

  /** Waits; shorter when somebody has found something wrong. */
  void runFor(long milliseconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
    CountDownLatch never = new CountDownLatch(1);
    while (System.nanoTime() < end && ledger.failures.isEmpty()) {
      assertThat(never.await(100, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  /** Kills it for good. */
  @Override
  public void close() {
    process.close();
  }
}
