package dev.firmtrail.workspace;

import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.CodePointOrder;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files that were added since the last commit: {@code .pvr/new} ({@code
 * docs/formats/workspace.md}). For one thread.
 */
final class AddedFiles {
  private static final String FORCE_OBJECT = "ForceObject";
  private static final String SHA = "Sha";

  private final Path file;
  private final SortedMap<String, JsonObject> entries;

  private AddedFiles(Path file, SortedMap<String, JsonObject> entries) {
    this.file = file;
    this.entries = entries;
  }

  static AddedFiles read(Path file) throws IOException, WorkspaceException {
    SortedMap<String, JsonObject> entries = new TreeMap<>(CodePointOrder.INSTANCE);
    byte[] document;
    try {
      document = PlainFile.read(file);
    } catch (NoSuchFileException nothingAdded) {
      return new AddedFiles(file, entries);
    }
    try {
      for (Map.Entry<String, Json> entry : JsonReader.readObject(document).members().entrySet()) {
        entries.put(
            entry.getKey(),
            entry.getValue() instanceof JsonObject object ? object : JsonObject.EMPTY);
      }
    } catch (JsonException broken) {
      throw new WorkspaceException(
          file + " is damaged: " + broken.getMessage() + "; delete it and add your new files again",
          broken);
    }
    return new AddedFiles(file, entries);
  }

  Set<String> keys() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  boolean contains(String key) {
    return entries.containsKey(key);
  }

  /** Whether a file shall be stored as an object whatever its name. */
  boolean isRaw(String key) {
    return entries.containsKey(key)
        && Json.Literal.TRUE.equals(entries.get(key).get(FORCE_OBJECT).orElse(Json.Literal.FALSE));
  }

  void put(String key, boolean raw, ObjectId content) {
    entries.put(key, JsonObject.builder().put(FORCE_OBJECT, raw).put(SHA, content.hex()).build());
  }

  void remove(String key) {
    entries.remove(key);
  }

  /** Durable on return. */
  void save() throws IOException {
    DurableFile.write(
        file, JsonWriter.CANONICAL.bytes(JsonObject.builder().putAll(entries).build()));
  }

  /** Forgets all; durable on return. */
  void clear() throws IOException {
    entries.clear();
    DurableFile.delete(file);
  }
}
