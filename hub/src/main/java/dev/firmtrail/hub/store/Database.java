package dev.firmtrail.hub.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/**
 * One SQLite file in WAL mode with {@code synchronous=FULL}: what {@link #write} did is on the disk
 * when it returns. Safe for use by many threads.
 *
 * <p>All work runs on a few platform threads of its own: SQLite is native code that does not yield,
 * and on virtual threads a busy writer starves every reader.
 */
public final class Database implements AutoCloseable {
  private static final int READERS = 4;
  private static final int BUSY_TIMEOUT_MILLISECONDS = 10_000;

  private final ExecutorService writing =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("db-write").factory());
  private final ExecutorService reading =
      Executors.newFixedThreadPool(READERS, Thread.ofPlatform().name("db-read-", 1).factory());
  private final Handle writer;
  private final SharedTransactions transactions;
  private final BlockingQueue<Handle> readers = new ArrayBlockingQueue<>(READERS);
  private final List<Handle> handles = new ArrayList<>();

  private Database(Path file, boolean bringUpToDate) throws IOException {
    try {
      writer = opened(file, false);
      if (bringUpToDate) {
        Migrations.apply(writer);
      } else {
        Migrations.requireCurrent(writer);
      }
      transactions = new SharedTransactions(writer);
      for (int i = 0; i < READERS; i++) {
        readers.add(opened(file, true));
      }
    } catch (IOException | RuntimeException failed) {
      handles.reversed().forEach(Handle::close);
      throw failed;
    }
  }

  /**
   * Something to do with the database. It must not keep the handle, nor begin or end transactions.
   */
  @FunctionalInterface
  public interface Work<T> {
    T run(Handle handle);
  }

  /**
   * Opens a file, making it where it is missing, and brings its tables up to date.
   *
   * @throws IOException a newer version of this program made the file
   */
  public static Database open(Path file) throws IOException {
    return new Database(file, true);
  }

  /**
   * Opens the file of a hub that may run at this moment, to write a little beside it.
   *
   * @throws IOException the file is not of this version of the program: its hub has to start first
   */
  public static Database openBesideHub(Path file) throws IOException {
    return new Database(file, false);
  }

  /**
   * Runs work after every earlier one that has returned, all of it or, if it throws, nothing. It is
   * durable when this returns. Works that come at the same time share a transaction ({@link
   * SharedTransactions}); each sees what those before it did.
   */
  public <T> T write(Work<T> work) {
    Future<T> outcome = transactions.add(work);
    writing.execute(transactions::runWaiting);
    return finish(outcome);
  }

  /**
   * Runs something once the transaction that runs now has ended, well or badly, and before anybody
   * is told of it. Only within a {@link #write}.
   */
  public void afterCommit(Runnable then) {
    transactions.afterwards(then);
  }

  /** Runs work that only reads, on one snapshot. */
  public <T> T read(Work<T> work) {
    return finish(reading.submit(() -> withReader(work)));
  }

  /**
   * How busy the writer is.
   *
   * @param waiting works that no transaction has taken yet
   * @param writes works that were tried since the start
   * @param transactions in which they were
   */
  public record Load(long waiting, long writes, long transactions) {}

  public Load load() {
    return transactions.load();
  }

  private <T> T withReader(Work<T> work) throws InterruptedException {
    Handle handle = readers.take();
    try {
      return handle.inTransaction(work::run);
    } finally {
      readers.add(handle);
    }
  }

  private static <T> T finish(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("database work failed", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the database", interrupted);
    }
  }

  private Handle opened(Path file, boolean readOnly) throws IOException {
    SQLiteConfig config = settings(readOnly);
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    // Only with this do a REPLACE's silent deletions ask the DELETE triggers.
    config.enableRecursiveTriggers(true);
    config.setTransactionMode(readOnly ? TransactionMode.DEFERRED : TransactionMode.IMMEDIATE);
    Handle handle = connect(file, config);
    handles.add(handle);
    return handle;
  }

  /** What every connection has. */
  static SQLiteConfig settings(boolean readOnly) {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(readOnly);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLISECONDS);
    return config;
  }

  static Handle connect(Path file, SQLiteConfig config) throws IOException {
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    try {
      return Jdbi.create(source).open();
    } catch (ConnectionException cannot) {
      throw new IOException(
          "cannot open the database %s (%s); it also needs room in the directory for temporary files, %s"
              .formatted(file, root(cannot).getMessage(), System.getProperty("java.io.tmpdir")),
          cannot);
    }
  }

  static Throwable root(Throwable failure) {
    Optional<Throwable> cause = Optional.ofNullable(failure.getCause());
    return cause.isPresent() ? root(cause.get()) : failure;
  }

  /** Finishes what was begun, then closes. */
  @Override
  public void close() {
    reading.close();
    finish(writing.submit((Callable<Integer>) () -> writer.execute("PRAGMA optimize")));
    writing.close();
    handles.reversed().forEach(Handle::close);
  }
}
