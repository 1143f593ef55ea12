package dev.firmtrail.workspace.archive;

import dev.firmtrail.objects.CorruptObjectException;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.workspace.MissingObjects;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.List;

/**
 * Makes the state of an archive the committed state of a workspace. The work tree stays as it is,
 * and so do the workspace's settings and what was added.
 */
public final class Import {
  private Import() {}

  /**
   * What came.
   *
   * @param checked objects of the archive whose bytes were hashed
   * @param stored those of them that the pool did not have
   * @param bytes of those
   * @param passedOver names of members that mean nothing to a state, fit to be shown
   */
  public record Report(State state, int checked, int stored, long bytes, List<String> passedOver) {}

  /**
   * Reads the archive to its end, and only then replaces the committed state; durable on return.
   * All objects of the archive go into the pool, also those that the state does not need.
   *
   * @throws CorruptObjectException an object that only the pool has is not good there
   * @throws WorkspaceException the archive is refused, or an object of its state is neither in it
   *     nor in the pool; the committed state is as it was
   */
  public static Report run(Workspace workspace, ArchiveSource archive, Progress progress)
      throws IOException, WorkspaceException {
    State state = archive.state();
    ArchiveSource.Everything came = archive.fetchAll(workspace.objects(), progress);
    MissingObjects.refuse(
        state,
        workspace.objects(),
        "%s lacks them too, so nothing was imported".formatted(archive.name()));
    for (ObjectId id : came.lacking()) {
      if (!workspace.objects().verify(id)) {
        throw new CorruptObjectException(id, workspace.objects().path(id));
      }
    }
    workspace.adopt(state);
    ObjectIntake intake = came.intake();
    return new Report(state, intake.checked(), intake.stored(), intake.bytes(), came.passedOver());
  }
}
