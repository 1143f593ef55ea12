package dev.firmtrail.cli.audit;

import dev.firmtrail.audit.bisect.Bisection;
import dev.firmtrail.audit.bisect.SessionLog;
import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.List;

/** Begins with the answers of another search. */
final class BisectReplayCommand implements Command {
  @Override
  public List<String> names() {
    return List.of("replay");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Begin the search with what pvr bisect log printed",
        "FILE",
        List.of(
            "Nothing is tested again. Lines of wrong answers can be taken out of the file before."),
        List.of("pvr bisect replay what-i-tested"));
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    if (call.positionals().size() != 1) {
      throw new CommandFailure(ExitCode.USAGE, "pvr bisect replay takes one file; see --help");
    }
    Workspace workspace = call.workspaceToChange();
    SessionLog log =
        SessionLog.read(
            PlainFile.read(call.session().directory().resolve(call.positionals().getFirst())));
    Bisection bisection = Bisection.begin(workspace, log);
    BisectReport report = new BisectReport(call, workspace);
    report.warnOfTornLine(bisection);
    return report.tell(bisection);
  }
}
