package dev.firmtrail.workspace.transfer;

import dev.firmtrail.hubclient.DownloadReport;
import dev.firmtrail.hubclient.RepositoryReference;
import dev.firmtrail.objects.CorruptObjectException;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.Fragment;
import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import dev.firmtrail.workspace.Dialect;
import dev.firmtrail.workspace.JsonForm;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Makes a workspace of a repository: of one on a hub, in a directory, or in an archive.
 *
 * <p>The workspace grows beside its place and is moved there when every file has been written and
 * checked, so what stands under the target's name is whole. Objects go into the pool one by one, so
 * a clone that was interrupted goes on where it stopped. For one run.
 */
public final class Clone {
  private final Request request;
  private final Sources sources;
  private final Progress progress;

  private Clone(Request request, Sources sources, Progress progress) {
    this.request = request;
    this.sources = sources;
    this.progress = progress;
  }

  /**
   * What is wanted.
   *
   * @param target must not exist, or be an empty directory; its parent must exist
   * @param objectsDirectory the pool, kept by the workspace from then on
   * @param spec the state's format where the fragment leaves it out
   */
  public record Request(
      RepositoryReference from,
      Path target,
      Path objectsDirectory,
      String spec,
      JsonForm form,
      Dialect dialect) {}

  /**
   * What was made.
   *
   * @param state every object of it was hashed while its file was written
   */
  public record Report(Path root, State state, DownloadReport download) {}

  public static Report run(Request request, Sources sources, Progress progress)
      throws IOException, WorkspaceException {
    return new Clone(request, sources, progress).run();
  }

  private Report run() throws IOException, WorkspaceException {
    Path target = request.target().toAbsolutePath().normalize();
    try {
      refuseTaken(target);
    } catch (TargetTakenException taken) {
      clearBeside(target, taken);
      throw taken;
    }
    refuseInside(target, request.objectsDirectory());
    Fragment wanted = Take.fragment(request.from());
    try (GrowingDirectory growing = GrowingDirectory.beside(target);
        Source source = sources.open(request.from(), progress)) {
      Combination parts = Combination.of(wanted, source.state());
      State state = parts.replacing(empty());
      Workspace workspace = open(growing.path());
      DownloadReport download =
          source.fetch(parts.selected().objectPaths(), workspace.objects(), progress);
      workspace.adopt(state);
      Take.remember(workspace, request.from(), request.from().text());
      checkout(source, workspace);
      refuseTaken(target);
      growing.moveTo(target);
      return new Report(target, state, download);
    }
  }

  private Workspace open(Path root) throws IOException, WorkspaceException {
    return Workspace.init(root, request.objectsDirectory(), request.spec(), request.dialect())
        .orElseThrow(() -> new WorkspaceException(root + " has a .pvr already"));
  }

  /** The only chance: nobody else will ever look there again. */
  private static void clearBeside(Path target, TargetTakenException taken) {
    try {
      GrowingDirectory.clearBeside(target);
    } catch (IOException | WorkspaceException inUseOrReadOnly) {
      taken.addSuppressed(inUseOrReadOnly);
    }
  }

  private static void refuseTaken(Path target) throws IOException, WorkspaceException {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      try (var children = Files.newDirectoryStream(target)) {
        if (!children.iterator().hasNext()) {
          return;
        }
      }
    }
    throw new TargetTakenException(target);
  }

  /** The target of a clone is in use. */
  public static final class TargetTakenException extends WorkspaceException {
    private static final long serialVersionUID = 1L;

    TargetTakenException(Path target) {
      super(
          Shown.text(target.toString())
              + " exists and is not an empty directory; name another target, or move it away");
    }
  }

  /** The target has to stay empty until all of it is there. */
  private static void refuseInside(Path target, Path objects) throws WorkspaceException {
    if (objects.toAbsolutePath().normalize().startsWith(target)) {
      throw new WorkspaceException(
          "objects cannot be kept inside the target while it is made: "
              + Shown.text(objects.toString())
              + "; name a directory elsewhere");
    }
  }

  /** Keeps its format where the fragment leaves out the source's. */
  private State empty() throws WorkspaceException {
    try {
      return State.of(request.spec(), Map.of());
    } catch (InvalidStateException refused) {
      throw new WorkspaceException(String.valueOf(refused.getMessage()), refused);
    }
  }

  /**
   * The pool is shared and may hold a damaged object from before; such a one is fetched again,
   * once.
   */
  private void checkout(Source source, Workspace workspace) throws IOException, WorkspaceException {
    Set<ObjectId> fetchedAgain = new HashSet<>();
    while (true) {
      try {
        workspace.checkout(request.form(), progress);
        return;
      } catch (CorruptObjectException damaged) {
        if (!fetchedAgain.add(damaged.id())) {
          throw damaged;
        }
        workspace.objects().setAside(damaged.id());
        String path = workspace.pristine().objectPaths().getOrDefault(damaged.id(), "");
        source.fetch(Map.of(damaged.id(), path), workspace.objects(), progress);
      }
    }
  }
}
