package dev.firmtrail.hub.operator;

import dev.firmtrail.hub.store.DataDirectory;
import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Puts a whole backup into an empty directory, from which a hub then serves what the backup has.
 * Every byte is hashed on its way. Until all of it is there and durable, no hub starts on the
 * directory; one that was cut is gone on with by the same call.
 */
public final class Restore {
  private final BackupDirectory source;
  private final DataDirectory data;
  private final Progress progress;

  public Restore(Path source, DataDirectory data, Progress progress) {
    this.source = new BackupDirectory(source);
    this.data = data;
    this.progress = progress;
  }

  /**
   * Does it; durable when this returns. Objects that the backup has not, or with other bytes, are
   * named in what is returned.
   *
   * @throws IOException there is no whole backup, the directory has something else in it, or a byte
   *     of the database or of a key is another
   */
  public CopiedObjects make() throws IOException {
    BackupManifest manifest =
        BackupManifest.read(source.path())
            .orElseThrow(() ->
                new IOException(
                    "%s holds no whole backup: there is no %s. One that was cut is finished by the same firmtrail-hub backup again"
                        .formatted(source.path(), BackupManifest.FILE)));
    refuseFull();
    data.make();
    if (!Files.exists(data.restoring())) {
      DurableFile.write(data.restoring(), new byte[0], BackupDirectory.SECRET);
    }
    try (FileChannel _ = data.lock()) {
      Path database = source.path().resolve(BackupManifest.databaseName(manifest.database()));
      put(database, data.database(), manifest.database());
      for (Map.Entry<String, String> key : manifest.keys().entrySet()) {
        put(source.key(key.getKey()), data.path().resolve(key.getKey()), key.getValue());
      }
      CopiedObjects objects =
          CopiedObjects.copy(
              data.database(),
              ObjectStore.open(source.objects()),
              ObjectStore.open(data.objects()),
              progress);
      DurableFile.delete(data.restoring());
      return objects;
    }
  }

  private void refuseFull() throws IOException {
    if (Files.isDirectory(data.path())
        && !Files.exists(data.restoring())
        && !BackupDirectory.isEmpty(data.path())) {
      throw new IOException(
          data.path() + " is not empty: a backup is put into a directory that is empty or missing");
    }
  }

  /** Nothing gets its name whose hash is another. */
  private static void put(Path from, Path to, String hash) throws IOException {
    // An existing file keeps its mode, so this is the mode of what comes, from its first byte on.
    DurableFile.write(to, new byte[0], BackupDirectory.SECRET);
    try {
      DurableFile.write(
          to,
          out -> {
            if (!BackupDirectory.copy(from, out).equals(hash)) {
              throw new IOException(
                  "the backup is damaged: the bytes of %s are others".formatted(from));
            }
          });
    } catch (NoSuchFileException none) {
      throw new IOException("the backup is damaged: there is no " + from, none);
    }
  }
}
