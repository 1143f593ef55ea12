package dev.firmtrail.state.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of {@code vectors/} at the root of the repository. */
public final class RecordedJson {
  private RecordedJson() {}

  public static byte[] bytes(String file) {
    try {
      return Files.readAllBytes(
          Path.of(System.getProperty("firmtrail.root", ".."), "vectors", file));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  public static JsonArray array(String file) throws JsonException {
    return (JsonArray) JsonReader.read(bytes(file));
  }
}
