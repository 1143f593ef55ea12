package dev.firmtrail.hubclient;

import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a hub said when it made a device, kept until the device has its first step: the hub says the
 * secret this once, and without it nobody could begin the trail ({@code
 * docs/formats/user-files.md}, unfinished-ID.json). Mode 0600.
 */
final class UnfinishedDevice {
  private static final String OWNER_ONLY = "rw-------";

  private final Path file;

  /**
   * The one of a nick that an account makes on a hub.
   *
   * @param owner the account's PRN
   */
  UnfinishedDevice(Path configDirectory, URI hub, String owner, String nick) {
    String which = String.join("\n", hub.toString(), owner, nick);
    String id = ObjectId.of(which.getBytes(StandardCharsets.UTF_8)).hex();
    this.file = configDirectory.resolve("unfinished-" + id + ".json");
  }

  /** What was kept; what cannot be read is nothing. */
  Optional<JsonObject> document() {
    try {
      return Optional.of(JsonReader.readObject(PlainFile.read(file)));
    } catch (IOException | JsonException nothing) {
      return Optional.empty();
    }
  }

  /** Keeps it, durable when this returns; gives whether that could be done. */
  boolean keep(JsonObject document) {
    try {
      DurableFile.write(file, JsonWriter.prettyInOrder("    ").bytes(document), OWNER_ONLY);
      return true;
    } catch (IOException cannot) {
      // Most often nobody will need it: no reason to leave the device without its step.
      return false;
    }
  }

  /** Where it cannot be removed it stays: the next call finds that the step is stored. */
  void forget() {
    try {
      DurableFile.delete(file);
    } catch (IOException stays) {
      // As said.
    }
  }
}
