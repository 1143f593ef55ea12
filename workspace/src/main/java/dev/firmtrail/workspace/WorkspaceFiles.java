package dev.firmtrail.workspace;

import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The names below {@code .pvr/} and how they come into being ({@code docs/formats/workspace.md}).
 *
 * @param directory {@code .pvr} itself
 */
record WorkspaceFiles(Path directory) {
  private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));

  static WorkspaceFiles of(Path root) {
    return new WorkspaceFiles(root.resolve(StatePath.WORKSPACE_DIRECTORY));
  }

  Path json() {
    return directory.resolve("json");
  }

  Path config() {
    return directory.resolve("config");
  }

  Path added() {
    return directory.resolve("new");
  }

  Path commitMessage() {
    return directory.resolve("commitmsg");
  }

  /** The nearest of a directory and its parents that holds a committed state. */
  static Optional<Path> find(Path start) {
    Optional<Path> at = Optional.of(start.toAbsolutePath());
    while (at.isPresent()) {
      if (Files.exists(of(at.get()).json(), LinkOption.NOFOLLOW_LINKS)) {
        return at;
      }
      at = Optional.ofNullable(at.get().getParent());
    }
    return Optional.empty();
  }

  /**
   * Makes all files of an empty workspace, or none: they are written beside and renamed into place
   * as one directory.
   *
   * @return false when the directory is there already
   */
  static boolean create(Path root, String spec, WorkspaceConfig config) throws IOException {
    Path directory = of(root).directory;
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    Files.createDirectories(root);
    Path made = Files.createTempDirectory(root, DurableFile.TEMPORARY_PREFIX, DIRECTORY_MODE);
    WorkspaceFiles inside = new WorkspaceFiles(made);
    try {
      config.save(inside.config());
      String text =
          "{ \"" + State.SPEC_KEY + "\": " + JsonWriter.CANONICAL.text(Json.of(spec)) + " }";
      DurableFile.write(inside.json(), text.getBytes(StandardCharsets.UTF_8));
      Files.move(made, directory, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      Files.deleteIfExists(inside.config());
      Files.deleteIfExists(inside.json());
      Files.deleteIfExists(made);
      if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      throw failed;
    }
    DurableFile.syncDirectory(root);
    return true;
  }
}
