package dev.firmtrail.workspace;

import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An open workspace. Reads {@code .pvr/} once, when it is opened; each verb that changes something writes it back durably before
 * it returns. For one thread; other processes may run beside it.
 */
public final class Workspace {
  private final Path root;

  private Workspace(Path root) {
    this.root = root;
  }

  /** The root of the workspace that a directory lies in: itself or the nearest parent with a file {@code .pvr/json}. */
  public static Optional<Path> find(Path start) {
    throw new UnsupportedOperationException();
  }

  /**
   * Makes an empty workspace.
   *
   * @return empty when there is a {@code .pvr} already; nothing is changed then
   */
  public static Optional<Workspace> init(Path root, Path objectsDirectory, String spec, Dialect dialect)
      throws IOException, WorkspaceException {
    throw new UnsupportedOperationException();
  }

  /** Opens the workspace at a root that {@link #find} named. */
  public static Workspace open(Path root, Dialect dialect) throws IOException, WorkspaceException {
    return new Workspace(root);
  }

  public Path root() {
    return root;
  }

  public ObjectStore objects() {
    throw new UnsupportedOperationException();
  }

  /** The committed state. */
  public State pristine() {
    throw new UnsupportedOperationException();
  }

  /**
   * Tracks files, from now until the next commit or checkout.
   *
   * @param patterns globs relative to {@code from}; none, or {@code .}, is everything below {@code from}
   * @param raw store what matches as objects, JSON too
   */
  public AddReport add(List<String> patterns, Path from, boolean raw, Progress progress)
      throws IOException, WorkspaceException {
    throw new UnsupportedOperationException();
  }

  /** Compares the work tree with the committed state. */
  public Status status(Progress progress) throws IOException, WorkspaceException {
    throw new UnsupportedOperationException();
  }

  /** The state of the work tree, as a commit would make it. */
  public State working(Progress progress) throws IOException, WorkspaceException {
    throw new UnsupportedOperationException();
  }

  /** The merge patch (RFC 7396) from the committed state to that of the work tree. */
  public Json diff(Progress progress) throws IOException, WorkspaceException {
    throw new UnsupportedOperationException();
  }

  /** Stores new and changed files as objects and makes the state of the work tree the committed one; durable on return. */
  public CommitReport commit(String message, Progress progress) throws IOException, WorkspaceException {
    throw new UnsupportedOperationException();
  }

  /** Writes the committed state's files into the work tree, each checked; deletes nothing. Forgets what was added. */
  public void checkout(JsonForm form, Progress progress) throws IOException, WorkspaceException {
    throw new UnsupportedOperationException();
  }
}
