package dev.firmtrail.workspace;

import dev.firmtrail.objects.Batch;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.objects.PutResult;
import dev.firmtrail.objects.Stored;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What becomes of the bytes of a file that is read: only its id is wanted, or they go to the store.
 * Used by many threads.
 */
sealed interface Intake {
  /** Whether the bytes of a file with this id must be read although the id is known. */
  boolean lacks(ObjectId id, long size);

  /** Reads a file to its end, once. */
  ObjectId take(Path file, Progress progress) throws IOException;

  ObjectId take(byte[] content) throws IOException;

  /** Only the id is wanted. */
  record Hashing() implements Intake {
    private static final int BUFFER = 256 * 1024;
    private static final ThreadLocal<byte[]> BUFFERS =
        ThreadLocal.withInitial(() -> new byte[BUFFER]);

    @Override
    public boolean lacks(ObjectId id, long size) {
      return false;
    }

    @Override
    public ObjectId take(Path file, Progress progress) throws IOException {
      MessageDigest digest = Sha256.newDigest();
      byte[] buffer = BUFFERS.get();
      try (InputStream in = Files.newInputStream(file)) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          digest.update(buffer, 0, n);
          progress.advance(n);
        }
      }
      return ObjectId.of(digest);
    }

    @Override
    public ObjectId take(byte[] content) {
      return ObjectId.of(content);
    }
  }

  /** The bytes go to the store. */
  record Storing(ObjectStore store, Batch batch, LongAdder bytesStored) implements Intake {
    Storing(ObjectStore store, Batch batch) {
      this(store, batch, new LongAdder());
    }

    @Override
    public boolean lacks(ObjectId id, long size) {
      OptionalLong stored = store.size(id);
      return stored.isEmpty() || stored.getAsLong() != size;
    }

    @Override
    public ObjectId take(Path file, Progress progress) throws IOException {
      try (InputStream in = new CountedInput(Files.newInputStream(file), progress)) {
        return count(batch.put(in));
      }
    }

    @Override
    public ObjectId take(byte[] content) throws IOException {
      return count(batch.put(new ByteArrayInputStream(content)));
    }

    private ObjectId count(Stored stored) {
      if (stored.result() == PutResult.INSERTED) {
        bytesStored.add(stored.size());
      }
      return stored.id();
    }
  }
}
