package dev.firmtrail.cli.audit;

import dev.firmtrail.audit.bisect.Bisection;
import dev.firmtrail.audit.bisect.KnownSteps;
import dev.firmtrail.audit.bisect.RevisionTrial;
import dev.firmtrail.audit.bisect.SessionLog;
import dev.firmtrail.audit.bisect.TestStoppedException;
import dev.firmtrail.audit.bisect.Trial;
import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.remote.Connection;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** Searches the first bad revision with a command that tests. */
final class BisectRunCommand implements Command {
  @Override
  public List<String> names() {
    return List.of("run");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Find the first bad revision with a command that tests",
        "CMD [ARG...]",
        List.of(
            TestFlags.HELP,
            "A revision that the hub does not have in full is skipped. Nothing is downloaded twice. Stopped by Ctrl-C or in any other way, the"
                + " search goes on where it was when this is repeated."),
        List.of(
            "pvr bisect run ./boots.sh",
            "pvr bisect run --timeout PT10M sh -c 'qemu-test bsp/kernel.img'"));
  }

  @Override
  public List<Flag> flags() {
    return TestFlags.ALL;
  }

  @Override
  public boolean flagsComeFirst() {
    return true;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    if (call.positionals().isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, "pvr bisect run takes a command; see --help");
    }
    Trial.How how = TestFlags.of(call, call.positionals());
    Workspace workspace = call.workspaceToChange();
    Bisection bisection = Bisection.of(workspace);
    BisectReport report = new BisectReport(call, workspace);
    report.warnOfTornLine(bisection);
    try (HubClient hub = Connection.open(call)) {
      RevisionTrial test =
          new RevisionTrial(
              bisection.log().start(), new KnownSteps(hub, workspace), new Trial(workspace, how));
      for (OptionalLong next = bisection.next(); next.isPresent(); next = bisection.next()) {
        SessionLog.Answer answer = test.run(next.getAsLong(), call.console().progress());
        bisection.answer(answer);
        report.tell(answer, bisection);
      }
      return report.tell(bisection);
    } catch (TestStoppedException stopped) {
      throw new CommandFailure(
          ExitCode.TEST_STOPPED, String.valueOf(stopped.getMessage()), stopped);
    }
  }
}
