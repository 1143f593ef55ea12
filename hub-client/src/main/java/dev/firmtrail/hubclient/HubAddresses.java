package dev.firmtrail.hubclient;

import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The two addresses of one hub. Kept in {@code firmtrail.json} after a login, a file of our own, so
 * that the files of the published program keep their shape.
 *
 * @param hub the API: accounts, devices, trails
 * @param repositories what USER/DEVICE is resolved against
 */
public record HubAddresses(URI hub, URI repositories) {
  public static final String FILE = "firmtrail.json";

  /** The public hub, whose repositories live on a host of their own. */
  public static final HubAddresses PUBLIC =
      new HubAddresses(
          URI.create("https://api.pantahub.com"), URI.create("https://pvr.pantahub.com"));

  /** A hub that serves its repositories itself, as all but the public one do. */
  public static HubAddresses of(URI hub) {
    return Addresses.sameOrigin(hub, PUBLIC.hub) ? PUBLIC : new HubAddresses(hub, hub);
  }

  /**
   * Reads the URL of a hub as a person types it.
   *
   * @throws HubException not absolute, neither http nor https, or with a name and password in it
   */
  public static URI url(String text) throws HubException {
    return Addresses.parse("the hub's URL", text);
  }

  /** {@link #url} for the endpoint of a hub or a repository where objects are announced. */
  public static URI objectsEndpoint(String text) throws HubException {
    return Addresses.parse("the objects endpoint", text);
  }

  public HubAddresses withRepositories(URI other) {
    return new HubAddresses(hub, other);
  }

  /** What the last login in this config directory left; empty when there was none. */
  public static Optional<HubAddresses> remembered(Path configDirectory) throws HubException {
    Path file = configDirectory.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonObject document = JsonReader.readObject(PlainFile.read(file));
      URI hub = Addresses.parse("\"hub\" of " + file, document.string("hub").orElse(""));
      Optional<String> repositories = document.string("repositories");
      return Optional.of(
          repositories.isEmpty()
              ? of(hub)
              : new HubAddresses(
                  hub, Addresses.parse("\"repositories\" of " + file, repositories.get())));
    } catch (JsonException | IOException broken) {
      throw new HubException(
          HubException.Kind.INVALID,
          "cannot use %s: %s; log in again after deleting it".formatted(file, broken.getMessage()),
          broken);
    }
  }

  /** Durable when this returns. Members that others put into the file stay. */
  void remember(Path configDirectory) throws IOException {
    Path file = configDirectory.resolve(FILE);
    JsonObject.Builder document = JsonObject.builder();
    if (Files.exists(file)) {
      try {
        document.putAll(JsonReader.readObject(PlainFile.read(file)).members());
      } catch (JsonException broken) {
        document = JsonObject.builder();
      }
    }
    document.put("hub", hub.toString()).put("repositories", repositories.toString());
    DurableFile.write(file, JsonWriter.prettyInOrder("    ").bytes(document.build()));
  }
}
