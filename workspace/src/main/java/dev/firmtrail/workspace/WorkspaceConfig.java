package dev.firmtrail.workspace;

import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonString;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A workspace's settings: {@code .pvr/config} ({@code docs/formats/workspace.md}). Members that
 * this program does not know are kept. Names are found in any case, because that is how the
 * published program reads them. Immutable.
 */
public final class WorkspaceConfig {
  private static final String OBJECTS_DIRECTORY = "ObjectsDir";
  private static final JsonWriter FORM = JsonWriter.prettyInOrder("\t");

  private final JsonObject document;

  private WorkspaceConfig(JsonObject document) {
    this.document = document;
  }

  /** The settings that name a remote repository. */
  public enum Url {
    /** Where {@code get} and {@code merge} look. */
    GET("DefaultGetUrl"),
    /** Where {@code put} writes. */
    PUT("DefaultPutUrl"),
    /** Where {@code post} sends. */
    POST("DefaultPostUrl");

    private final String member;

    Url(String member) {
      this.member = member;
    }
  }

  static WorkspaceConfig withObjectsIn(Path directory) {
    return new WorkspaceConfig(
        JsonObject.builder()
            .put(Url.GET.member, "")
            .put(Url.PUT.member, "")
            .put(Url.POST.member, "")
            .put(OBJECTS_DIRECTORY, directory.toAbsolutePath().normalize().toString())
            .put("AccessTokens", JsonObject.EMPTY)
            .put("RefreshTokens", JsonObject.EMPTY)
            .build());
  }

  /** Reads the file; where there is none, nothing is set. */
  public static WorkspaceConfig read(Path file) throws IOException, WorkspaceException {
    try {
      WorkspaceConfig config = new WorkspaceConfig(JsonReader.readObject(PlainFile.read(file)));
      var _ = Path.of(config.text(OBJECTS_DIRECTORY));
      return config;
    } catch (InvalidPathException noPath) {
      throw new WorkspaceException(
          file
              + " is damaged: "
              + OBJECTS_DIRECTORY
              + " is no path ("
              + Shown.text(String.valueOf(noPath.getReason()))
              + "); repair it by hand",
          noPath);
    } catch (NoSuchFileException none) {
      return new WorkspaceConfig(JsonObject.EMPTY);
    } catch (JsonException broken) {
      throw new WorkspaceException(
          file + " is damaged: " + broken.getMessage() + "; repair it by hand", broken);
    }
  }

  void save(Path file) throws IOException {
    DurableFile.write(file, FORM.bytes(document));
  }

  /**
   * Where objects are, relative to the workspace's root; empty where nothing is said, and they are
   * in the workspace's own directory.
   */
  public Optional<Path> objectsDirectory(Path root) {
    return Optional.of(text(OBJECTS_DIRECTORY))
        .filter(configured -> !configured.isEmpty())
        .map(root::resolve);
  }

  /** A remote repository; empty when none is set. */
  public Optional<String> url(Url which) {
    return Optional.of(text(which.member)).filter(url -> !url.isEmpty());
  }

  public WorkspaceConfig with(Url which, String url) {
    String member = memberNamed(which.member).orElse(which.member);
    return new WorkspaceConfig(
        JsonObject.builder().putAll(document.members()).put(member, url).build());
  }

  private String text(String name) {
    return memberNamed(name).flatMap(document::string).orElse("");
  }

  private Optional<String> memberNamed(String name) {
    if (document.get(name).isPresent()) {
      return Optional.of(name);
    }
    for (Map.Entry<String, Json> member : document.members().entrySet()) {
      if (member.getKey().equalsIgnoreCase(name) && member.getValue() instanceof JsonString) {
        return Optional.of(member.getKey());
      }
    }
    return Optional.empty();
  }
}
