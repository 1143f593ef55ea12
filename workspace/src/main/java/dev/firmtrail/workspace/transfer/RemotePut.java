package dev.firmtrail.workspace.transfer;

import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.RepositoryReference;
import dev.firmtrail.hubclient.UploadReport;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.workspace.MissingObjects;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;

/** {@link LocalPut} over a network. The workspace remembers nothing of it. */
public final class RemotePut {
  private RemotePut() {}

  /**
   * Sends what the other side lacks, then the state.
   *
   * @throws WorkspaceException an object of the state is not in the pool; nothing was sent
   */
  public static UploadReport run(
      Workspace workspace,
      RepositoryReference.Url target,
      HubClient hub,
      boolean force,
      Progress progress)
      throws IOException, WorkspaceException {
    MissingObjects.refuse(
        workspace.pristine(),
        workspace.objects(),
        "nothing was sent. Bring them back with 'pvr commit' where the files are, or 'pvr fsck'");
    return hub.put(
        hub.remote(target.uri()), workspace.pristine(), workspace.objects(), force, progress);
  }
}
