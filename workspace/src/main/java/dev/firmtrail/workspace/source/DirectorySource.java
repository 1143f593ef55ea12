package dev.firmtrail.workspace.source;

import dev.firmtrail.hubclient.DownloadReport;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import dev.firmtrail.workspace.CommittedState;
import dev.firmtrail.workspace.WorkspaceConfig;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A repository in a directory of this machine: one with a file {@code json}, which is a workspace's
 * {@code .pvr} or an unpacked export, or the root of a workspace.
 */
public final class DirectorySource implements Source {
  private final Path repository;

  private DirectorySource(Path repository) {
    this.repository = repository;
  }

  /**
   * Opens what is there.
   *
   * @throws WorkspaceException the directory holds no repository
   */
  public static DirectorySource open(Path directory) throws WorkspaceException {
    return new DirectorySource(
        repositoryIn(directory)
            .orElseThrow(() ->
                new WorkspaceException(
                    Shown.text(directory.toString())
                        + " is not a repository: there is neither json nor .pvr/json in it")));
  }

  /** The directory with the file {@code json} that is meant by a directory: itself, or .pvr. */
  public static Optional<Path> repositoryIn(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    for (Path candidate : List.of(absolute, absolute.resolve(".pvr"))) {
      if (Files.exists(candidate.resolve("json"))) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Where a repository keeps its objects: as its {@code config} says, else beside its state. */
  public static Path objectsOf(Path repository) throws IOException, WorkspaceException {
    Path root = Optional.ofNullable(repository.getParent()).orElse(repository);
    return WorkspaceConfig.read(repository.resolve("config"))
        .objectsDirectory(root)
        .orElse(repository.resolve("objects"));
  }

  @Override
  public String name() {
    return Shown.text(repository.toString());
  }

  @Override
  public State state() throws IOException, WorkspaceException {
    return CommittedState.read(repository.resolve("json")).state();
  }

  @Override
  public DownloadReport fetch(Map<ObjectId, String> wanted, ObjectStore store, Progress progress)
      throws IOException, WorkspaceException {
    return new ObjectFiles(objectsOf(repository)).copy(wanted, store, progress);
  }

  @Override
  public void close() {
    // Nothing is open between calls.
  }
}
