package dev.firmtrail.workspace.transfer;

import dev.firmtrail.hubclient.DownloadReport;
import dev.firmtrail.hubclient.RepositoryReference;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.Fragment;
import dev.firmtrail.state.InvalidFragmentException;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateEntry;
import dev.firmtrail.workspace.Dialect;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceConfig;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.source.Source;
import java.io.IOException;
import java.util.List;

/**
 * Takes parts of another repository's state into the committed state of a workspace: {@code get}
 * and {@code merge} ({@code docs/formats/workspace.md}, Get and merge). The work tree, and what was
 * added to it, stay as they are.
 *
 * <p>The committed state is replaced when every object of the parts is in the pool and was checked;
 * whatever stops it before leaves the workspace as it was.
 */
public final class Take {
  private Take() {}

  /** What becomes of the parts that the workspace has already. */
  public enum How {
    /** They go. */
    REPLACE,
    /** They are merged with, file by file. */
    MERGE
  }

  /**
   * What is wanted.
   *
   * @param from its fragment says which parts
   * @param remembered what the workspace keeps as the place that was taken from
   * @param dialect how {@link How#MERGE} treats nulls
   */
  public record Request(
      Workspace workspace, RepositoryReference from, String remembered, How how, Dialect dialect) {}

  /**
   * What was taken.
   *
   * @param state the committed state now
   * @param objectPaths paths of the parts that are objects, one object counted once for each
   */
  public record Report(State state, int objectPaths, DownloadReport download) {}

  /** Durable on return. */
  public static Report run(Request request, Sources sources, Progress progress)
      throws IOException, WorkspaceException {
    Fragment wanted = fragment(request.from());
    try (Source source = sources.open(request.from(), progress)) {
      return run(request, Combination.of(wanted, source.state()), source, progress);
    }
  }

  private static Report run(Request request, Combination parts, Source source, Progress progress)
      throws IOException, WorkspaceException {
    Workspace workspace = request.workspace();
    State own = workspace.pristine();
    State next =
        switch (request.how()) {
          case REPLACE -> parts.replacing(own);
          case MERGE -> parts.mergedInto(own, request.dialect());
        };
    DownloadReport download =
        Fetching.run(source, parts.selected().objectPaths(), workspace.objects(), progress);
    workspace.adopt(next);
    remember(workspace, request.from(), request.remembered());
    return new Report(next, objectPaths(parts.selected()), download);
  }

  /** Reads which parts a reference asks for. */
  static Fragment fragment(RepositoryReference from) throws WorkspaceException {
    try {
      return Fragment.parse(from.fragment());
    } catch (InvalidFragmentException refused) {
      throw new WorkspaceException(String.valueOf(refused.getMessage()), refused);
    }
  }

  private static int objectPaths(State state) {
    return (int)
        state.entries().values().stream()
            .filter(entry -> entry instanceof StateEntry.ObjectRef)
            .count();
  }

  /** A place on this machine cannot be posted to, so it is only where to get from. */
  static void remember(Workspace workspace, RepositoryReference from, String text)
      throws IOException {
    WorkspaceConfig config = workspace.config().with(WorkspaceConfig.Url.GET, text);
    if (from instanceof RepositoryReference.Url) {
      for (WorkspaceConfig.Url other : List.of(WorkspaceConfig.Url.PUT, WorkspaceConfig.Url.POST)) {
        config = config.url(other).isPresent() ? config : config.with(other, text);
      }
    }
    workspace.configure(config);
  }
}
