package dev.firmtrail.workspace.transfer;

import dev.firmtrail.hubclient.DownloadReport;
import dev.firmtrail.hubclient.UploadReport;
import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceConfig;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.WorkspaceLock;
import dev.firmtrail.workspace.source.DirectorySource;
import dev.firmtrail.workspace.source.ObjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Puts the committed state of a workspace in the place of the one that a repository in a directory
 * has ({@code docs/formats/workspace.md}, Put). Its state is replaced when every object is there
 * and was checked; its work tree, where it has one, stays as it is.
 */
public final class LocalPut {
  private LocalPut() {}

  /**
   * Durable on return.
   *
   * @param target a directory that {@link DirectorySource} can read
   * @param typed what the workspace remembers of the target
   */
  public static UploadReport run(Workspace workspace, Path target, String typed, Progress progress)
      throws IOException, WorkspaceException {
    Path repository =
        DirectorySource.repositoryIn(target)
            .orElseThrow(() ->
                new WorkspaceException(
                    Shown.text(target.toString())
                        + " is not a repository: there is neither json nor .pvr/json in it; make one with pvr init"));
    State state = workspace.pristine();
    if (Files.isSameFile(repository, workspace.root().resolve(".pvr"))) {
      throw new WorkspaceException(
          Shown.text(target.toString()) + " is this workspace itself; name another repository");
    }
    try (WorkspaceLock _ = WorkspaceLock.inside(repository, "put")) {
      ObjectStore theirs = ObjectStore.open(objectsOf(repository));
      DownloadReport report =
          Fetching.copy(
              new ObjectFiles(workspace.objects().directory()),
              state.objectPaths(),
              theirs,
              progress);
      DurableFile.write(repository.resolve("json"), state.canonicalBytes());
      remember(workspace, typed);
      return new UploadReport(report.fetched(), report.bytes(), report.alreadyHere());
    }
  }

  /**
   * As {@link DirectorySource} looks for them; an export that was unpacked beside a {@code .pvr}
   * has its settings there, because the published program reads them there.
   */
  private static Path objectsOf(Path repository) throws IOException, WorkspaceException {
    if (!Files.exists(repository.resolve("config"))) {
      Optional<Path> beside =
          WorkspaceConfig.read(repository.resolve(".pvr/config")).objectsDirectory(repository);
      if (beside.isPresent()) {
        return beside.get();
      }
    }
    return DirectorySource.objectsOf(repository);
  }

  private static void remember(Workspace workspace, String typed) throws IOException {
    WorkspaceConfig config = workspace.config();
    if (config.url(WorkspaceConfig.Url.GET).isEmpty()) {
      config = config.with(WorkspaceConfig.Url.GET, typed);
    }
    if (config.url(WorkspaceConfig.Url.PUT).isEmpty()) {
      config = config.with(WorkspaceConfig.Url.POST, typed);
    }
    workspace.configure(config.with(WorkspaceConfig.Url.PUT, typed));
  }
}
