package dev.firmtrail.cli.frame;

import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One run of one command.
 *
 * @param command what runs
 * @param arguments its own flags and positionals
 * @param locks what it holds until it ends
 */
public record Invocation(
    Command command,
    Arguments arguments,
    Settings settings,
    Session session,
    Console console,
    Locks locks) {

  public boolean isOn(Flag flag) throws CommandFailure {
    return arguments.isOn(flag);
  }

  public Optional<String> text(Flag flag) {
    return arguments.text(flag);
  }

  public List<String> texts(Flag flag) {
    return arguments.texts(flag);
  }

  public List<String> positionals() {
    return arguments.positionals();
  }

  /** The workspace that the caller stands in; empty when there is none here or above. */
  public Optional<Workspace> findWorkspace() throws CommandFailure {
    Optional<Path> root = Workspace.find(session.directory());
    if (root.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Workspace.open(root.get(), settings.dialect()));
    } catch (WorkspaceException broken) {
      throw new CommandFailure(
          ExitCode.WORKSPACE_UNREADABLE, String.valueOf(broken.getMessage()), broken);
    } catch (IOException unreadable) {
      throw new CommandFailure(ExitCode.WORKSPACE_UNREADABLE, Reason.of(unreadable), unreadable);
    }
  }

  /** {@link #findWorkspace()} for a command that cannot do without, and changes nothing in it. */
  public Workspace workspace() throws CommandFailure {
    return findWorkspace().orElseThrow(this::noWorkspace);
  }

  /**
   * {@link #workspace()} for a command that changes it: opened under its lock, which is held until
   * the run ends.
   *
   * @throws WorkspaceException another command changes it
   */
  public Workspace workspaceToChange() throws CommandFailure, WorkspaceException, IOException {
    lockWorkspace();
    return workspace();
  }

  /** Lets nobody else change the workspace, where the caller stands in one. */
  public void lockWorkspace() throws WorkspaceException, IOException {
    Optional<Path> root = Workspace.find(session.directory());
    if (root.isPresent()) {
      locks.take(root.get(), command, console);
    }
  }

  private CommandFailure noWorkspace() {
    return new CommandFailure(
        command.failure(),
        "no workspace: neither "
            + session.directory()
            + " nor a directory above it has .pvr/json; make one here with pvr init");
  }
}
