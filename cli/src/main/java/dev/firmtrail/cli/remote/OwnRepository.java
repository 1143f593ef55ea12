package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.workspace.WorkspaceConfig;
import java.util.Optional;

/** The repository that the workspace was posted to, or else cloned from. */
final class OwnRepository {
  private OwnRepository() {}

  /** Its reference, as the workspace keeps it. */
  static String of(Invocation call) throws CommandFailure {
    WorkspaceConfig config = call.workspace().config();
    Optional<String> url =
        config.url(WorkspaceConfig.Url.POST).or(() -> config.url(WorkspaceConfig.Url.GET));
    return url.orElseThrow(() ->
        new CommandFailure(
            call.command().failure(),
            "this workspace was neither cloned nor posted, so it has no revisions; name a repository instead"));
  }
}
