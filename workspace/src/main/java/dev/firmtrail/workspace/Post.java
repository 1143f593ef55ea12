package dev.firmtrail.workspace;

import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.PostOptions;
import dev.firmtrail.hubclient.Published;
import dev.firmtrail.hubclient.RepositoryReference;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.StateEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Posts the committed state of a workspace to a hub as a new step. The work tree is not looked at. */
public final class Post {
  private static final int NAMED = 5;

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
            hub.remote(target.uri()), workspace.pristine(), workspace.objects(), options, force, progress);
    WorkspaceConfig config = workspace.config().with(WorkspaceConfig.Url.POST, target.text());
    for (WorkspaceConfig.Url other : List.of(WorkspaceConfig.Url.GET, WorkspaceConfig.Url.PUT)) {
      config = config.url(other).isPresent() ? config : config.with(other, target.text());
    }
    workspace.configure(config);
    return published;
  }

  private static void refuseMissing(Workspace workspace) throws WorkspaceException {
    List<String> missing = new ArrayList<>();
    workspace
        .pristine()
        .entries()
        .forEach(
            (path, entry) -> {
              if (entry instanceof StateEntry.ObjectRef(ObjectId id) && !workspace.objects().contains(id)) {
                missing.add(id + " (" + Shown.text(path.text()) + ")");
              }
            });
    if (!missing.isEmpty()) {
      List<String> named = missing.subList(0, Math.min(NAMED, missing.size()));
      throw new WorkspaceException(
          "objects are missing in %s: %s%s; nothing was sent. Find them with 'pvr fsck'"
              .formatted(
                  workspace.objects().directory(),
                  String.join(", ", named),
                  missing.size() > NAMED ? " and " + (missing.size() - NAMED) + " more" : ""));
    }
  }
}
