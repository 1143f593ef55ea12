package dev.firmtrail.audit.bisect;

import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.HubException;
import dev.firmtrail.hubclient.Remote;
import dev.firmtrail.hubclient.TrailStep;
import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import dev.firmtrail.workspace.Workspace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The steps that are tested. A hub is asked for each once, however often it is tested: the step is
 * kept below {@code .pvr/bisect} until the search ends, its objects in the workspace's pool. For
 * one thread.
 */
public final class KnownSteps {
  private final HubClient hub;
  private final Workspace workspace;
  private final Path directory;
  private final Map<String, Remote> remotes = new HashMap<>();

  public KnownSteps(HubClient hub, Workspace workspace) {
    this.hub = hub;
    this.workspace = workspace;
    this.directory = Bisection.directory(workspace).resolve("steps");
  }

  /**
   * One step.
   *
   * @param url of the step, {@code …/steps/REV}
   * @throws HubException the hub does not have it, or it cannot be used
   */
  public TrailStep step(String url, long revision) throws IOException {
    Path kept = directory.resolve(revision + ".json");
    if (Files.isRegularFile(kept)) {
      try {
        return read(JsonReader.readObject(PlainFile.read(kept)), url);
      } catch (JsonException | InvalidStateException | IllegalArgumentException ofAnother) {
        // It is only kept to save a request.
      }
    }
    TrailStep step = hub.trail(remote(url)).step(revision);
    DurableFile.createDirectories(directory);
    DurableFile.write(kept, JsonWriter.CANONICAL.bytes(document(step, url)));
    return step;
  }

  /**
   * Brings the objects of a state into the workspace's pool.
   *
   * @param url of a step that has them
   */
  public void fetch(String url, Map<ObjectId, String> objects, Progress progress)
      throws IOException {
    Map<ObjectId, String> missing = new HashMap<>(objects);
    missing.keySet().removeIf(workspace.objects()::contains);
    if (!missing.isEmpty()) {
      hub.download(remote(url), missing, workspace.objects(), progress);
    }
  }

  private Remote remote(String url) throws IOException {
    Remote remote = remotes.get(url);
    if (remote == null) {
      remote = hub.remote(URI.create(url));
      remotes.put(url, remote);
    }
    return remote;
  }

  private static JsonObject document(TrailStep step, String url) {
    return JsonObject.builder()
        .put("url", url)
        .put("revision", step.revision())
        .put("state", step.state().json())
        .put("message", step.message())
        .put("author", step.author())
        .put("owner", step.owner())
        .put("created", step.created())
        .put("status", step.status())
        .put("meta", step.meta())
        .build();
  }

  private static TrailStep read(JsonObject document, String url) throws InvalidStateException {
    if (!text(document, "url").equals(url)) {
      throw new IllegalArgumentException("a step of another trail");
    }
    return new TrailStep(
        document.integer("revision").orElseThrow(IllegalArgumentException::new),
        State.of(document.object("state").orElseThrow(IllegalArgumentException::new)),
        text(document, "message"),
        text(document, "author"),
        text(document, "owner"),
        text(document, "created"),
        text(document, "status"),
        document.object("meta").orElseThrow(IllegalArgumentException::new));
  }

  private static String text(JsonObject document, String name) {
    return document.string(name).orElseThrow(IllegalArgumentException::new);
  }
}
