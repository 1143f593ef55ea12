package dev.firmtrail.workspace;

import dev.firmtrail.hubclient.DownloadReport;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.Remote;
import dev.firmtrail.hubclient.RepositoryReference;
import dev.firmtrail.objects.CorruptObjectException;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.Fragment;
import dev.firmtrail.state.InvalidFragmentException;
import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Makes a workspace of a repository on a hub.
 *
 * <p>The workspace grows beside its place and is moved there when every file has been written and checked, so what stands under
 * the target's name is whole. Objects go into the pool one by one, so a clone that was interrupted goes on where it stopped. For
 * one run.
 */
public final class Clone {
  private final Request request;
  private final HubClient hub;
  private final Progress progress;

  private Clone(Request request, HubClient hub, Progress progress) {
    this.request = request;
    this.hub = hub;
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
      RepositoryReference.Url from, Path target, Path objectsDirectory, String spec, JsonForm form, Dialect dialect) {}

  /**
   * What was made.
   *
   * @param state every object of it was hashed while its file was written
   */
  public record Report(Path root, State state, DownloadReport download) {}

  public static Report run(Request request, HubClient hub, Progress progress) throws IOException, WorkspaceException {
    return new Clone(request, hub, progress).run();
  }

  private Report run() throws IOException, WorkspaceException {
    Path target = request.target().toAbsolutePath().normalize();
    refuseTaken(target);
    Remote remote = hub.remote(request.from().uri());
    State state = selected(hub.state(remote));
    try (GrowingDirectory growing = GrowingDirectory.beside(target)) {
      Workspace workspace =
          Workspace.init(growing.path(), request.objectsDirectory(), request.spec(), request.dialect())
              .orElseThrow(() -> new WorkspaceException(growing.path() + " has a .pvr already"));
      DownloadReport download = download(remote, state.objects(), names(state), workspace);
      workspace.adopt(state);
      workspace.configure(
          workspace
              .config()
              .with(WorkspaceConfig.Url.GET, request.from().text())
              .with(WorkspaceConfig.Url.PUT, request.from().text())
              .with(WorkspaceConfig.Url.POST, request.from().text()));
      checkout(remote, workspace);
      growing.moveTo(target);
      return new Report(target, state, download);
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
      super(Shown.text(target.toString()) + " exists and is not an empty directory; name another target, or move it away");
    }
  }

  private State selected(State whole) throws WorkspaceException {
    try {
      Fragment fragment = Fragment.parse(request.from().fragment());
      State part = fragment.select(whole);
      return fragment.selectsSpec() ? part : State.of(request.spec(), part.entries());
    } catch (InvalidFragmentException | InvalidStateException refused) {
      throw new WorkspaceException(String.valueOf(refused.getMessage()), refused);
    }
  }

  private static Map<ObjectId, String> names(State state) {
    Map<ObjectId, String> names = new HashMap<>();
    state
        .entries()
        .forEach(
            (path, entry) -> {
              if (entry instanceof StateEntry.ObjectRef(ObjectId id)) {
                names.putIfAbsent(id, path.text());
              }
            });
    return names;
  }

  private DownloadReport download(Remote remote, Set<ObjectId> wanted, Map<ObjectId, String> names, Workspace workspace)
      throws IOException {
    return hub.download(remote, wanted, names, workspace.objects(), progress);
  }

  /** The pool is shared and may hold a damaged object from before; such a one is fetched again, once. */
  private void checkout(Remote remote, Workspace workspace) throws IOException, WorkspaceException {
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
        download(remote, Set.of(damaged.id()), names(workspace.pristine()), workspace);
      }
    }
  }
}
