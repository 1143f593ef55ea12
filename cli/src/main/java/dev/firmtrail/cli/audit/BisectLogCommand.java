package dev.firmtrail.cli.audit;

import dev.firmtrail.audit.bisect.Bisection;
import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Prints what was answered so far, for {@code bisect replay}. */
final class BisectLogCommand implements Command {
  @Override
  public List<String> names() {
    return List.of("log");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Print what was answered so far",
        "",
        List.of(
            "A line of JSON for the beginning, and one for each answer: all that the search follows from. pvr bisect replay takes it."),
        List.of("pvr bisect log", "pvr bisect log > what-i-tested"));
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    Workspace workspace = call.workspace();
    Bisection bisection = Bisection.of(workspace);
    new BisectReport(call, workspace).warnOfTornLine(bisection);
    call.console().data(new String(bisection.log().bytes(), StandardCharsets.UTF_8));
    return ExitCode.OK;
  }
}
