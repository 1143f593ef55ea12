package dev.firmtrail.cli.local;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.remote.Revisions;
import dev.firmtrail.state.StateId;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.List;

/** Prints a state id. */
public final class IdCommand implements Command {
  @Override
  public List<String> names() {
    return List.of("id");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Print a state's id: that of the work tree or of a revision",
        "[STATE]",
        List.of(
            "The id is the SHA-256 of the state's canonical JSON. It depends on paths and contents alone: the same tree has"
                + " the same id on any machine, for any user, at any time.",
            Revisions.HELP + " A bare number is a revision too."),
        List.of(
            "pvr id                     # the work tree, as a commit would make it",
            "pvr id @                   # the committed state",
            "pvr id @3                  # revision 3 of this workspace's device",
            "pvr id ada/thermostat/7"));
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    StateId id = idOf(call);
    if (call.console().wantsJson()) {
      call.console().json(JsonObject.builder().put("id", id.hex()).build());
    } else {
      call.console().dataLine(id.hex());
    }
    return ExitCode.OK;
  }

  private static StateId idOf(Invocation call)
      throws CommandFailure, WorkspaceException, IOException {
    List<String> words = call.positionals();
    if (words.isEmpty()) {
      return call.workspace().working(call.console().progress()).id();
    }
    if (words.size() > 1) {
      throw new CommandFailure(
          ExitCode.USAGE, "pvr id takes one state at most, not " + String.join(" ", words));
    }
    return Revisions.of(call, words.getFirst()).state().id();
  }
}
