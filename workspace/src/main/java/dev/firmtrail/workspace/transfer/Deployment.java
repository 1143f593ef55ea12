package dev.firmtrail.workspace.transfer;

import dev.firmtrail.hubclient.RepositoryReference;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.Shown;
import dev.firmtrail.workspace.Dialect;
import dev.firmtrail.workspace.JsonForm;
import dev.firmtrail.workspace.Placing;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.WorkspaceLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A directory that is made into what a device boots: the files of a state and no others, as hard
 * links to the pool, with the links that a boot loader looks for ({@code
 * docs/formats/workspace.md}, Deploy). The steps are called one after the other; each may be
 * repeated after whatever stopped it. For one thread.
 */
public final class Deployment implements AutoCloseable {
  private final Workspace workspace;
  private final WorkspaceLock lock;

  private Deployment(Workspace workspace, WorkspaceLock lock) {
    this.workspace = workspace;
    this.lock = lock;
  }

  /**
   * Opens the directory, or begins in a new or empty one. Nobody else may change it until this is
   * closed.
   *
   * @param pool where a new deployment has its objects
   * @param spec the format of a new one, until a source says another
   * @param evenFull begins in a directory of somebody else too, whose files will be deleted
   * @throws WorkspaceException there are files that no deployment put there, or somebody else
   *     changes it
   */
  public static Deployment in(
      Path directory, Path pool, String spec, Dialect dialect, boolean evenFull)
      throws IOException, WorkspaceException {
    Path root = Files.exists(directory) ? directory.toRealPath() : directory.toAbsolutePath();
    Path own = root.resolve(".pvr");
    if (Files.isSymbolicLink(own)) {
      throw new WorkspaceException(
          Shown.text(own.toString()) + " is a symbolic link; deploy into a directory of its own");
    }
    if (Files.exists(own.resolve("json"), LinkOption.NOFOLLOW_LINKS)) {
      return locked(root, dialect);
    }
    if (!evenFull && Files.isDirectory(root) && !isEmpty(root)) {
      throw new WorkspaceException(
          Shown.text(root.toString())
              + " has files and no .pvr, so it is no deployment, and all its files would be deleted; name another directory, or say --force");
    }
    if (Workspace.init(root, pool, spec, dialect).isEmpty()
        && !Files.exists(own.resolve("json"), LinkOption.NOFOLLOW_LINKS)) {
      throw new WorkspaceException(
          Shown.text(own.toString()) + " is there but has no json; move it away");
    }
    return locked(root, dialect);
  }

  private static Deployment locked(Path root, Dialect dialect)
      throws IOException, WorkspaceException {
    WorkspaceLock lock = WorkspaceLock.take(root, "deploy");
    boolean opened = false;
    try {
      Deployment deployment = new Deployment(Workspace.open(root, dialect), lock);
      opened = true;
      return deployment;
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (var children = Files.newDirectoryStream(directory)) {
      return !children.iterator().hasNext();
    }
  }

  /** Takes the parts that a reference asks for, with their objects. */
  public Take.Report take(
      RepositoryReference from, Sources sources, Take.How how, Dialect dialect, Progress progress)
      throws IOException, WorkspaceException {
    return Take.run(
        new Take.Request(workspace, from, from.text(), how, dialect), sources, progress);
  }

  /** Deletes what is not in the state. */
  public void cleanUp() throws IOException {
    Leftovers.delete(workspace.root(), workspace.pristine());
  }

  /** Puts the files of the state into place, each object read and checked before it is linked. */
  public void link(Progress progress) throws IOException, WorkspaceException {
    workspace.checkout(JsonForm.CANONICAL, Placing.HARD_LINK, progress);
  }

  /**
   * Links what the boot loader needs.
   *
   * @throws WorkspaceException the state does not say what that is, or does not have it
   */
  public void linkForBoot() throws IOException, WorkspaceException {
    BootLinks.of(workspace).make();
  }
}
