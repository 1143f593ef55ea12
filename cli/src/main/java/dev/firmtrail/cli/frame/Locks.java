package dev.firmtrail.cli.frame;

import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.WorkspaceLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** The workspaces that one run may change: nobody else may, until it ends. For one thread. */
public final class Locks implements AutoCloseable {
  private final Deque<WorkspaceLock> taken = new ArrayDeque<>();

  /** Takes the lock of a workspace, and says it aloud where the file system has none. */
  void take(Path root, Command command, Console console) throws IOException, WorkspaceException {
    WorkspaceLock lock = WorkspaceLock.take(root, command.names().getFirst());
    taken.push(lock);
    lock.unsupported()
        .ifPresent(why ->
            console.notice(
                "the file system of "
                    + root
                    + " has no locks ("
                    + why
                    + "); let no other command change this workspace meanwhile"));
  }

  @Override
  public void close() throws IOException {
    while (!taken.isEmpty()) {
      taken.pop().close();
    }
  }
}
