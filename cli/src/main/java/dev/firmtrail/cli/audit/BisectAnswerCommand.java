package dev.firmtrail.cli.audit;

import dev.firmtrail.audit.bisect.Bisection;
import dev.firmtrail.audit.bisect.Outcome;
import dev.firmtrail.audit.bisect.SessionLog;
import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.state.Shown;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.List;

/** Takes what a person found out of a revision. */
final class BisectAnswerCommand implements Command {
  private final Outcome outcome;

  BisectAnswerCommand(Outcome outcome) {
    this.outcome = outcome;
  }

  @Override
  public List<String> names() {
    return List.of(outcome.word());
  }

  @Override
  public Manual manual() {
    return new Manual(
        switch (outcome) {
          case GOOD -> "Say that a revision is good";
          case BAD -> "Say that a revision is bad";
          case SKIP -> "Say that a revision cannot be tested";
        },
        "[REV]",
        List.of(
            "Without REV it is the revision that was to be tested next. The answer is kept, and what to test next is said; at the end, the"
                + " first bad revision with what it changed."),
        List.of("pvr bisect " + outcome.word(), "pvr bisect " + outcome.word() + " @121"));
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    if (call.positionals().size() > 1) {
      throw new CommandFailure(ExitCode.USAGE, "one revision is taken; see --help");
    }
    Workspace workspace = call.workspaceToChange();
    Bisection bisection = Bisection.of(workspace);
    BisectReport report = new BisectReport(call, workspace);
    report.warnOfTornLine(bisection);
    bisection.answer(new SessionLog.Answer(revision(call, bisection), outcome, ""));
    return report.tell(bisection);
  }

  private static long revision(Invocation call, Bisection bisection) throws CommandFailure {
    if (call.positionals().isEmpty()) {
      return bisection
          .next()
          .orElseThrow(() ->
              new CommandFailure(
                  ExitCode.FAILED,
                  "the search is finished, so name the revision that is meant: @REV"));
    }
    String word = call.positionals().getFirst();
    if (!word.matches("@?\\d{1,18}")) {
      throw new CommandFailure(
          ExitCode.USAGE, "no revision: " + Shown.text(word) + "; say @REV, such as @121");
    }
    return Long.parseLong(word.replaceFirst("@", ""));
  }
}
