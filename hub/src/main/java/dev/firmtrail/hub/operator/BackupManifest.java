package dev.firmtrail.hub.operator;

import dev.firmtrail.hub.store.Times;
import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.state.Sha256;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonString;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a whole backup consists of ({@code docs/formats/hub.md}, Backups). It is written last: a
 * directory without one is the beginning of a backup.
 *
 * @param begun when the snapshot of the database was taken: all that was acknowledged before is in
 *     it
 * @param database SHA-256 of the database file, which stands in its name too
 * @param objects how many different ones the database needs
 * @param keys the hash of each key, by the name of its file
 */
record BackupManifest(
    Instant begun, String database, long objects, SortedMap<String, String> keys) {
  static final String FILE = "manifest.json";

  private static final String FORMAT = "firmtrail-hub-backup-1";
  private static final int LARGEST = 64 << 10;
  private static final String KEY_FILE = "[a-z0-9-]{1,40}\\.(pem|key)";

  /** The name of the database file. */
  static String databaseName(String hash) {
    return "hub-" + hash + ".db";
  }

  void write(Path directory) throws IOException {
    JsonObject.Builder hashes = JsonObject.builder();
    keys.forEach(hashes::put);
    JsonObject document =
        JsonObject.builder()
            .put("begun", Times.wire(begun))
            .put("database", database)
            .put("format", FORMAT)
            .put("keys", hashes.build())
            .put("objects", objects)
            .build();
    DurableFile.write(
        directory.resolve(FILE), JsonWriter.pretty("  ").bytes(document), BackupDirectory.SECRET);
  }

  /**
   * The manifest of a backup; empty where there is none.
   *
   * @throws IOException it is not one that this program knows
   */
  static Optional<BackupManifest> read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      if (Files.size(file) > LARGEST) {
        throw new NoSuchElementException("too large");
      }
      JsonObject json = JsonReader.readObject(Files.readAllBytes(file));
      SortedMap<String, String> keys = new TreeMap<>();
      for (Map.Entry<String, ?> key : json.object("keys").orElseThrow().members().entrySet()) {
        // Names become files: none may lead out of the directory.
        if (!key.getKey().matches(KEY_FILE)
            || !(key.getValue() instanceof JsonString(String hash))) {
          throw new NoSuchElementException("no key");
        }
        keys.put(key.getKey(), hash);
      }
      if (!json.string("format").equals(Optional.of(FORMAT))) {
        throw new NoSuchElementException("format");
      }
      return Optional.of(
          new BackupManifest(
              Instant.parse(json.string("begun").orElseThrow()),
              json.string("database").filter(Sha256::isHex).orElseThrow(),
              json.integer("objects").orElseThrow(),
              keys));
    } catch (JsonException | NoSuchElementException | DateTimeException broken) {
      throw new IOException(
          "%s is not the manifest of a backup (%s)".formatted(file, FORMAT), broken);
    }
  }
}
