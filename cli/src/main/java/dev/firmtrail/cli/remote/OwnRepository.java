package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceConfig;
import java.util.Optional;

/** The repository that the workspace was posted to, or else cloned from. */
final class OwnRepository {
  private OwnRepository() {}

  /**
   * Its reference, as the workspace keeps it.
   *
   * @param none how the command ends where there is none
   */
  static String of(Invocation call, ExitCode none) throws CommandFailure {
    Optional<WorkspaceConfig> config = call.findWorkspace().map(Workspace::config);
    return config
        .flatMap(c -> c.url(WorkspaceConfig.Url.POST).or(() -> c.url(WorkspaceConfig.Url.GET)))
        .orElseThrow(() ->
            new CommandFailure(
                none,
                "no workspace here that was cloned or posted, so name the repository: USER/DEVICE, or a URL"));
  }
}
