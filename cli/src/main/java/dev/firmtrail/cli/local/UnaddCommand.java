package dev.firmtrail.cli.local;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.UnaddReport;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.List;

/** Takes back what add did since the last commit. */
public final class UnaddCommand implements Command {
  @Override
  public List<String> names() {
    return List.of("unadd");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Take back what pvr add tracked since the last commit",
        "[PATTERN...]",
        List.of(
            "Patterns are those of pvr add; without one, everything below the current directory is meant. Files stay as they"
                + " are, and so does the committed state: a file that is in it stays tracked, but is no longer made an"
                + " object by add --raw."),
        List.of(
            "pvr unadd              # everything below the current directory",
            "pvr unadd os 'a/*.txt' # a directory, and some files"));
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    Console console = call.console();
    UnaddReport report =
        call.workspaceToChange().unadd(call.positionals(), call.session().directory());
    if (!call.positionals().isEmpty()) {
      Named.tell(console, "nothing was added for", report.unmatched());
    }
    if (console.wantsJson()) {
      console.json(
          JsonObject.builder()
              .put("forgotten", Json.ofStrings(report.forgotten()))
              .put("unmatched", Json.ofStrings(report.unmatched()))
              .build());
    }
    return ExitCode.OK;
  }
}
