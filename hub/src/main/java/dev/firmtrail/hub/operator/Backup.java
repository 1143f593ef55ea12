package dev.firmtrail.hub.operator;

import dev.firmtrail.hub.store.DataDirectory;
import dev.firmtrail.hub.store.DatabaseReader;
import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Copies a hub, while it serves or while it does not, into a directory ({@code
 * docs/formats/hub.md}, Backups): first one snapshot of the database, then the objects, which are
 * only ever added, so that all that the snapshot needs is found; then the keys, and last the
 * manifest. All that was acknowledged before it began is in it.
 *
 * <p>A backup that lies there already stays whole until this one is, and gives its objects to it.
 * One that was cut goes on with the objects that it had.
 */
public final class Backup {
  private final DataDirectory data;
  private final BackupDirectory target;
  private final List<String> keyFiles;
  private final Progress progress;
  private final InstantSource clock;

  /**
   * Of one hub.
   *
   * @param keyFiles names of the hub's keys, in the directory of its data
   */
  public Backup(
      DataDirectory data,
      Path target,
      List<String> keyFiles,
      Progress progress,
      InstantSource clock) {
    this.data = data;
    this.target = new BackupDirectory(target);
    this.keyFiles = List.copyOf(keyFiles);
    this.progress = progress;
    this.clock = clock;
  }

  /**
   * What a backup that is whole now has.
   *
   * @param begun what was acknowledged before is in it
   * @param objects what became of them; those that are not good are damage of the hub itself
   */
  public record Summary(Instant begun, long databaseBytes, CopiedObjects objects) {}

  /** Makes it; durable when this returns. */
  public Summary make() throws IOException {
    refuseNested();
    try (FileChannel _ = target.open()) {
      SortedMap<String, byte[]> keys = keys();
      SortedMap<String, String> hashes = new TreeMap<>();
      keys.forEach((name, key) -> hashes.put(name, Sha256.hex(key)));
      refuseAnotherHubs(hashes);
      Instant begun = clock.instant();
      String database = copyDatabase();
      Path file = target.path().resolve(BackupManifest.databaseName(database));
      CopiedObjects objects =
          CopiedObjects.copy(
              file, ObjectStore.open(data.objects()), ObjectStore.open(target.objects()), progress);
      for (Map.Entry<String, byte[]> key : keys.entrySet()) {
        DurableFile.write(target.key(key.getKey()), key.getValue(), BackupDirectory.SECRET);
      }
      new BackupManifest(begun, database, objects.all(), hashes).write(target.path());
      removeOtherDatabases(file);
      return new Summary(begun, Files.size(file), objects);
    }
  }

  private SortedMap<String, byte[]> keys() throws IOException {
    SortedMap<String, byte[]> keys = new TreeMap<>();
    for (String name : keyFiles) {
      keys.put(name, Files.readAllBytes(data.path().resolve(name)));
    }
    return keys;
  }

  private void refuseNested() throws IOException {
    Path inside = target.path().toAbsolutePath().normalize();
    Path outside = data.path().toAbsolutePath().normalize();
    if (inside.startsWith(outside) || outside.startsWith(inside)) {
      throw new IOException(
          "a backup must lie apart from the data, not inside of it or around it: " + target.path());
    }
  }

  private void refuseAnotherHubs(SortedMap<String, String> keys) throws IOException {
    Optional<BackupManifest> before = BackupManifest.read(target.path());
    for (String name : keys.keySet()) {
      if (before.isPresent()
          && before.get().keys().containsKey(name)
          && !keys.get(name).equals(before.get().keys().get(name))) {
        throw new IOException(
            "%s is the backup of another hub, or of this one with another %s; give another directory"
                .formatted(target.path(), name));
      }
    }
  }

  /** Gives the SHA-256 of what was copied. */
  private String copyDatabase() throws IOException {
    progress.begin("copying the database", 0);
    Path temporary = DurableFile.newTemporary(target.path(), BackupDirectory.SECRET);
    try (DatabaseReader database = DatabaseReader.open(data.database())) {
      database.copyTo(temporary);
      String hash = BackupDirectory.hash(temporary);
      DurableFile.adopt(temporary, target.path().resolve(BackupManifest.databaseName(hash)));
      return hash;
    } finally {
      progress.end();
      Files.deleteIfExists(temporary);
    }
  }

  /** Of earlier backups, which this one has replaced. */
  private void removeOtherDatabases(Path kept) throws IOException {
    try (DirectoryStream<Path> databases =
        Files.newDirectoryStream(target.path(), BackupManifest.databaseName("*"))) {
      for (Path each : databases) {
        if (!each.equals(kept)) {
          Files.delete(each);
        }
      }
    }
  }
}
