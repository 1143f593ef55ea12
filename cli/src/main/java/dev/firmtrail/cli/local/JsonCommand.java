package dev.firmtrail.cli.local;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.JsonWriter;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Prints the state of the work tree. */
public final class JsonCommand implements Command {
  private static final Flag CANONICAL =
      Flag.on("one line, the bytes that are hashed", "canonical", "c");

  @Override
  public List<String> names() {
    return List.of("json", "j");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Print the state of the work tree, as a commit would make it",
        "",
        List.of("With --canonical the line, without its newline, is what pvr id hashes."),
        List.of("pvr json", "pvr json -c | tr -d '\\n' | sha256sum   # the same as pvr id"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(CANONICAL);
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    Optional<Workspace> workspace = call.findWorkspace();
    if (workspace.isEmpty() && !call.isOn(CANONICAL)) {
      call.console().data(NoWorkspace.emptyState(call));
      return ExitCode.OK;
    }
    State state = call.workspace().working(call.console().progress());
    JsonWriter writer = call.isOn(CANONICAL) ? JsonWriter.CANONICAL : JsonWriter.pretty("\t");
    call.console().page();
    call.console().dataLine(writer.text(state.json()));
    return ExitCode.OK;
  }
}
