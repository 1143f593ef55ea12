package dev.firmtrail.workspace;

import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.PostOptions;
import dev.firmtrail.hubclient.Published;
import dev.firmtrail.hubclient.Rehearsal;
import dev.firmtrail.hubclient.RepositoryReference;
import dev.firmtrail.objects.Progress;
import java.io.IOException;
import java.util.List;

/**
 * Posts the committed state of a workspace to a hub as a new step. The work tree is not looked at.
 */
public final class Post {
  private Post() {}

  /**
   * Sends what the hub lacks, posts the step, and remembers the target for the next time.
   *
   * @param force sends bytes even of objects that the hub says it has
   * @throws WorkspaceException an object of the state is not in the pool; nothing was sent
   */
  public static Published run(
      Workspace workspace,
      RepositoryReference.Url target,
      HubClient hub,
      PostOptions options,
      boolean force,
      Progress progress)
      throws IOException, WorkspaceException {
    refuseMissing(workspace);
    Published published =
        hub.publish(
            hub.remote(target.uri()),
            workspace.pristine(),
            workspace.objects(),
            options,
            force,
            progress);
    WorkspaceConfig config = workspace.config().with(WorkspaceConfig.Url.POST, target.text());
    for (WorkspaceConfig.Url other : List.of(WorkspaceConfig.Url.GET, WorkspaceConfig.Url.PUT)) {
      config = config.url(other).isPresent() ? config : config.with(other, target.text());
    }
    workspace.configure(config);
    return published;
  }

  /**
   * Looks up what {@link #run} would send, and changes nothing: neither on the hub nor here.
   *
   * @throws WorkspaceException an object of the state is not in the pool
   */
  public static Rehearsal rehearse(
      Workspace workspace, RepositoryReference.Url target, HubClient hub)
      throws IOException, WorkspaceException {
    refuseMissing(workspace);
    return hub.rehearse(hub.remote(target.uri()), workspace.pristine());
  }

  private static void refuseMissing(Workspace workspace) throws WorkspaceException {
    MissingObjects.refuse(
        workspace.pristine(),
        workspace.objects(),
        "nothing was sent. Bring them back with 'pvr commit' where the files are, or 'pvr fsck'");
  }
}
