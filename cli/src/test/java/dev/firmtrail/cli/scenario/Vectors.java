package dev.firmtrail.cli.scenario;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the recorded data lies, and how it is read. */
final class Vectors {
  static final Path REPOSITORY =
      Path.of(System.getProperty("firmtrail.root", "..")).toAbsolutePath().normalize();
  static final Path PVR = REPOSITORY.resolve("vectors/pvr");

  private Vectors() {}

  static JsonObject read(Path file) {
    try {
      return JsonReader.readObject(Files.readAllBytes(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (JsonException broken) {
      throw new IllegalStateException(file + ": " + broken.getMessage(), broken);
    }
  }

  static List<JsonObject> objects(JsonObject parent, String name) {
    return items(parent, name).stream().map(JsonObject.class::cast).toList();
  }

  static List<String> strings(JsonObject parent, String name) {
    return items(parent, name).stream().map(item -> ((JsonString) item).value()).toList();
  }

  private static List<Json> items(JsonObject parent, String name) {
    return parent.get(name).map(array -> ((JsonArray) array).items()).orElse(List.of());
  }
}
