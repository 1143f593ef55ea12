package dev.firmtrail.hub.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;

/**
 * Runs the works that wait at one moment as one transaction, so that they share its one sync of the
 * disk. Nothing waits for company: whoever finds the writer free is a transaction alone.
 *
 * <p>A work that throws undoes what it did itself and nothing else. When the transaction itself
 * breaks (a full disk, a failed sync), every work of it fails with that, and nothing of it
 * happened. {@link #add} may be called by many threads, {@link #runWaiting} by one.
 */
final class SharedTransactions {
  /** The last one in a transaction waits for all the others. */
  private static final int MOST_TOGETHER = 256;

  private static final String SAVEPOINT = "member";

  private final Handle writer;
  private final ConcurrentLinkedQueue<Member<?>> waiting = new ConcurrentLinkedQueue<>();
  private final List<Runnable> afterwards = new ArrayList<>();
  private final AtomicLong tried = new AtomicLong();
  private final AtomicLong begun = new AtomicLong();

  SharedTransactions(Handle writer) {
    this.writer = writer;
  }

  /** The work's result comes when it is on the disk. */
  <T> Future<T> add(Database.Work<T> work) {
    Member<T> member = new Member<>(work);
    waiting.add(member);
    return member.outcome;
  }

  /** Called by a work while it runs; whether or not the work is kept, this will run. */
  void afterwards(Runnable then) {
    afterwards.add(then);
  }

  /** Does what waits now; perhaps nothing, when an earlier call took it along. */
  void runWaiting() {
    List<Member<?>> members = new ArrayList<>();
    for (Optional<Member<?>> next = next();
        next.isPresent() && members.size() < MOST_TOGETHER;
        next = next()) {
      members.add(next.get());
      waiting.remove();
    }
    if (members.isEmpty()) {
      return;
    }
    tried.addAndGet(members.size());
    begun.incrementAndGet();
    try {
      runTogether(members);
      members.forEach(Member::tell);
    } catch (RuntimeException | Error broken) {
      members.forEach(member -> member.fail(broken));
    }
  }

  private void runTogether(List<Member<?>> members) {
    try {
      writer.useTransaction(transaction -> {
        for (Member<?> member : members) {
          member.run(transaction);
        }
      });
    } finally {
      // Also when the commit failed: nobody knows then how far it came.
      afterwards.forEach(Runnable::run);
      afterwards.clear();
    }
  }

  Database.Load load() {
    return new Database.Load(waiting.size(), tried.get(), begun.get());
  }

  private Optional<Member<?>> next() {
    return Optional.ofNullable(waiting.peek());
  }

  /** One work and what came of it. */
  private static final class Member<T> {
    private final Database.Work<T> work;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private Runnable telling = () -> {};

    Member(Database.Work<T> work) {
      this.work = work;
    }

    /** Throws only when the transaction is not usable any more. */
    void run(Handle transaction) {
      transaction.savepoint(SAVEPOINT);
      try {
        T result = work.run(transaction);
        telling = () -> outcome.complete(result);
      } catch (RuntimeException refused) {
        undo(transaction, refused);
        telling = () -> outcome.completeExceptionally(refused);
        return;
      }
      // SQLite ends a transaction by itself when the disk is full: this fails then, and nobody
      // after it runs outside of a transaction.
      transaction.releaseSavepoint(SAVEPOINT);
    }

    private static void undo(Handle transaction, RuntimeException refused) {
      try {
        transaction.rollbackToSavepoint(SAVEPOINT);
      } catch (RuntimeException gone) {
        refused.addSuppressed(gone);
        throw refused;
      }
    }

    /** Also a refusal waits until now: it may rest on what another one of the transaction did. */
    void tell() {
      telling.run();
    }

    void fail(Throwable broken) {
      outcome.completeExceptionally(broken);
    }
  }
}
