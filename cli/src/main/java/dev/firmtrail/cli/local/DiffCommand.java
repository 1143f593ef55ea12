package dev.firmtrail.cli.local;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.state.json.JsonWriter;
import dev.firmtrail.state.json.JsonWriter.Escapes;
import dev.firmtrail.state.json.JsonWriter.Numbers;
import dev.firmtrail.workspace.Dialect;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Prints the merge patch from the committed state to that of the work tree. */
public final class DiffCommand implements Command {
  @Override
  public List<String> names() {
    return List.of("diff", "d");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Print the difference to the committed state as a JSON merge patch",
        "",
        List.of(
            "The patch (RFC 7396) has a member for each path that differs; null means that it is gone. Inside JSON files only"
                + " what changed is shown. A clean work tree prints {}."),
        List.of("pvr diff"));
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    Optional<Workspace> workspace = call.findWorkspace();
    if (workspace.isEmpty()) {
      call.console().data(NoWorkspace.emptyState(call));
      return ExitCode.OK;
    }
    Numbers numbers =
        call.settings().dialect() == Dialect.PUBLISHED ? Numbers.GO_DOUBLE : Numbers.AS_READ;
    JsonWriter writer = JsonWriter.pretty("\t", numbers, Escapes.GO_HTML);
    call.console().page();
    call.console().dataLine(writer.text(workspace.get().diff(call.console().progress())));
    return ExitCode.OK;
  }
}
