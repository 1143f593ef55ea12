package dev.firmtrail.hub.operator;

import dev.firmtrail.hub.store.DatabaseReader;
import dev.firmtrail.hub.store.Rows;
import dev.firmtrail.objects.Batch;
import dev.firmtrail.objects.CorruptObjectException;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What became of the objects that a database needs, when they were copied from one store to
 * another: each is hashed on its way.
 *
 * @param all how many there are
 * @param copied how many were not there before
 * @param bytes of those
 * @param missing that the source does not have
 * @param corrupt whose bytes in the source are others
 */
public record CopiedObjects(
    long all, long copied, long bytes, List<ObjectId> missing, List<ObjectId> corrupt) {
  /** What waits for one sync. */
  private static final int MOST_FILES = 1_000;

  private static final long MOST_BYTES = 256L << 20;

  public CopiedObjects {
    missing = List.copyOf(missing);
    corrupt = List.copyOf(corrupt);
  }

  /** Whether the copy has all that the database needs. */
  public boolean good() {
    return missing.isEmpty() && corrupt.isEmpty();
  }

  /** Copies what is not there yet; durable when this returns. */
  static CopiedObjects copy(Path database, ObjectStore from, ObjectStore to, Progress progress)
      throws IOException {
    List<ObjectId> needed = needed(database);
    long total = 0;
    List<ObjectId> absent = new ArrayList<>();
    for (ObjectId id : needed) {
      OptionalLong size = from.size(id);
      if (!size.equals(to.size(id)) || size.isEmpty()) {
        absent.add(id);
        total += size.orElse(0);
      }
    }
    progress.begin("copying objects", total);
    try {
      return copy(needed.size(), absent, from, to, progress);
    } finally {
      progress.end();
    }
  }

  private static CopiedObjects copy(
      long all, List<ObjectId> absent, ObjectStore from, ObjectStore to, Progress progress)
      throws IOException {
    List<ObjectId> missing = new ArrayList<>();
    List<ObjectId> corrupt = new ArrayList<>();
    long bytes = 0;
    long waitingBytes = 0;
    int waitingFiles = 0;
    try (Batch batch = to.batch()) {
      for (ObjectId id : absent) {
        try (InputStream in = from.openVerified(id)) {
          long size = batch.put(in).size();
          progress.advance(size);
          bytes += size;
          waitingBytes += size;
          waitingFiles++;
        } catch (NoSuchFileException none) {
          missing.add(id);
        } catch (CorruptObjectException others) {
          corrupt.add(id);
        }
        if (waitingBytes > MOST_BYTES || waitingFiles >= MOST_FILES) {
          batch.flush();
          waitingBytes = 0;
          waitingFiles = 0;
        }
      }
      batch.flush();
    }
    return new CopiedObjects(
        all, absent.size() - missing.size() - corrupt.size(), bytes, missing, corrupt);
  }

  private static List<ObjectId> needed(Path database) throws IOException {
    List<ObjectId> ids = new ArrayList<>();
    try (DatabaseReader reader = DatabaseReader.open(database)) {
      reader.read(handle ->
          Rows.each(
              handle,
              "SELECT DISTINCT id FROM objects WHERE present = 1 ORDER BY id",
              row -> ids.add(new ObjectId(row.getString(1)))));
    }
    return ids;
  }
}
