package dev.firmtrail.hub.store;

import java.io.IOException;
import java.nio.file.Path;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * A look at a hub's database that changes nothing, from any process: beside the hub while it
 * serves, or without one. For one thread.
 */
public final class DatabaseReader implements AutoCloseable {
  private final Handle handle;

  private DatabaseReader(Handle handle) {
    this.handle = handle;
  }

  /**
   * Opens an existing file.
   *
   * @throws IOException it cannot be read, or another version of this program made it
   */
  public static DatabaseReader open(Path file) throws IOException {
    Handle handle = Database.connect(file, Database.settings(true));
    try {
      Migrations.requireCurrent(handle);
      return new DatabaseReader(handle);
    } catch (IOException | RuntimeException failed) {
      handle.close();
      throw failed;
    }
  }

  /** Something that only reads, and may fail as files do. */
  @FunctionalInterface
  public interface Work {
    void run(Handle handle) throws IOException;
  }

  /** Runs work on one snapshot. */
  public void read(Work work) throws IOException {
    handle.begin();
    try {
      work.run(handle);
    } finally {
      handle.rollback();
    }
  }

  /**
   * Copies one snapshot, everything that was committed before, into a new file. Not synced.
   *
   * @param target an empty file
   */
  public void copyTo(Path target) throws IOException {
    try {
      handle.execute("VACUUM INTO ?", target.toString());
    } catch (JdbiException cannot) {
      throw new IOException(
          "cannot copy the database to %s (%s)"
              .formatted(target, Database.root(cannot).getMessage()),
          cannot);
    }
  }

  @Override
  public void close() {
    handle.close();
  }
}
