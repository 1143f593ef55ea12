package dev.firmtrail.cli.audit;

import dev.firmtrail.audit.bisect.Bisection;
import dev.firmtrail.audit.bisect.Certainty;
import dev.firmtrail.audit.bisect.SessionLog;
import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.remote.Connection;
import dev.firmtrail.cli.remote.StepReference;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.state.Shown;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.List;

/** Begins the search for the first bad revision. */
final class BisectStartCommand implements Command {
  @Override
  public List<String> names() {
    return List.of("start");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Begin the search for the first bad revision",
        "BAD GOOD",
        List.of(
            "BAD and GOOD are revisions of the repository that this workspace was posted to or cloned from, @REV or REV, or URLs of"
                + " steps of one trail. GOOD comes before BAD; both are taken as certain. Afterwards pvr bisect run tests by a command;"
                + " pvr bisect good, bad and skip take answers.",
            "Where the test is flaky, say so with --flakes: then it is repeated until the answer is right with the confidence that is"
                + " wanted. That holds for runs that do not depend on each other, and for culprits that are equally likely to begin with."),
        List.of(
            "pvr bisect start @142 @100",
            "pvr bisect start 142 100 --flakes 0.2 --confidence 0.95",
            "pvr bisect start ada/thermostat/steps/142 ada/thermostat/steps/100"));
  }

  @Override
  public List<Flag> flags() {
    return CertaintyFlags.ALL;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    if (call.positionals().size() != 2) {
      throw new CommandFailure(
          ExitCode.USAGE, "pvr bisect start takes a bad and a good revision; see --help");
    }
    Certainty certainty = CertaintyFlags.of(call);
    Workspace workspace = call.workspaceToChange();
    try (HubClient hub = Connection.open(call)) {
      StepPair pair =
          StepPair.of(
              StepReference.step(call, hub, call.positionals().get(0)).toString(),
              StepReference.step(call, hub, call.positionals().get(1)).toString());
      SessionLog.Start start;
      try {
        start = new SessionLog.Start(pair.badUrl(), pair.good(), pair.bad(), certainty);
      } catch (IllegalArgumentException refused) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "cannot begin with %s as bad and %s as good: %s"
                .formatted(
                    Shown.text(call.positionals().get(0)),
                    Shown.text(call.positionals().get(1)),
                    refused.getMessage()),
            refused);
      }
      Bisection bisection = Bisection.begin(workspace, new SessionLog(start, List.of(), false));
      return new BisectReport(call, workspace).tell(bisection);
    }
  }
}
