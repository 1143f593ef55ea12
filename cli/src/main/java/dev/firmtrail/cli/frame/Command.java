package dev.firmtrail.cli.frame;

import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.List;

/**
 * One command: reads its arguments, calls one verb below, renders the answer. Without state; made
 * anew for each run.
 */
public interface Command {
  /** The name, then the aliases. */
  List<String> names();

  /** For help. */
  Manual manual();

  /** Its own flags; those of {@link GlobalFlags#AFTER_COMMAND} are added. */
  default List<Flag> flags() {
    return List.of();
  }

  /**
   * Whether its own flags stand before its first argument, because what follows is the command line
   * of another program.
   */
  default boolean flagsComeFirst() {
    return false;
  }

  /** What the run ends with when the verb below fails. */
  default ExitCode failure() {
    return ExitCode.FAILED;
  }

  /**
   * Does the work.
   *
   * @throws WorkspaceException becomes {@link #failure()}
   * @throws IOException becomes {@link #failure()}
   */
  ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException;
}
