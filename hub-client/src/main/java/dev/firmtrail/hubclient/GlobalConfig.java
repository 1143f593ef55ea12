package dev.firmtrail.hubclient;

import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * {@code config.json} in the config directory: settings of the published program, which we keep for
 * it and do not act on ({@code docs/formats/user-files.md}, config.json). Members that are not
 * known stay.
 *
 * @param document all members, in the file's order
 */
public record GlobalConfig(JsonObject document) {
  public static final String FILE = "config.json";

  private static final String AUTO_UPGRADE = "AutoUpgrade";

  /** What the published program writes on its first run. */
  public static final GlobalConfig DEFAULT =
      new GlobalConfig(
          JsonObject.builder()
              .put("Spec", "1")
              .put(AUTO_UPGRADE, true)
              .put("DistributionTag", "develop")
              .build());

  /** The file's content, or the default where there is no file. */
  public static GlobalConfig read(Path configDirectory) throws IOException {
    Path file = configDirectory.resolve(FILE);
    try {
      JsonObject found = JsonReader.readObject(Files.readAllBytes(file));
      return new GlobalConfig(
          JsonObject.builder().putAll(DEFAULT.document.members()).putAll(found.members()).build());
    } catch (NoSuchFileException none) {
      return DEFAULT;
    } catch (JsonException broken) {
      throw new HubException(
          HubException.Kind.INVALID,
          "cannot read %s: %s".formatted(file, broken.getMessage()),
          broken);
    }
  }

  /**
   * This with one setting changed; {@code true} and {@code false} become booleans.
   *
   * @throws HubException no such setting, or {@code AutoUpgrade} is to be something else than a
   *     boolean
   */
  public GlobalConfig with(String name, String value) throws HubException {
    if (!DEFAULT.document.members().containsKey(name)) {
      throw new HubException(
          HubException.Kind.INVALID,
          "there is no setting '%s'; there are %s"
              .formatted(Shown.text(name), DEFAULT.document.members().keySet()));
    }
    boolean isBoolean = value.equals("true") || value.equals("false");
    if (name.equals(AUTO_UPGRADE) != isBoolean) {
      throw new HubException(
          HubException.Kind.INVALID,
          "%s is %s, not '%s'"
              .formatted(name, isBoolean ? "a text" : "true or false", Shown.text(value)));
    }
    Json json = isBoolean ? Json.of(Boolean.parseBoolean(value)) : Json.of(value);
    return new GlobalConfig(
        JsonObject.builder().putAll(document.members()).put(name, json).build());
  }

  /** Durable when this returns. */
  public void write(Path configDirectory) throws IOException {
    Files.createDirectories(configDirectory);
    DurableFile.write(configDirectory.resolve(FILE), JsonWriter.COMPACT.bytes(document));
  }
}
