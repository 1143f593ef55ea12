package dev.firmtrail.cli.audit;

import dev.firmtrail.audit.bisect.Bisection;
import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.List;

/** Forgets the search. */
final class BisectResetCommand implements Command {
  @Override
  public List<String> names() {
    return List.of("reset");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "End the search, and forget what was kept for it",
        "",
        List.of(
            "The answers, the steps and what the tests printed are deleted. Objects stay in the pool; the work tree was never touched."),
        List.of("pvr bisect reset"));
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    Bisection.reset(call.workspaceToChange());
    return ExitCode.OK;
  }
}
