package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.transfer.Take;
import java.io.IOException;
import java.util.List;

/** Merges the state of another repository, or parts of it, into the committed state. */
public final class MergeCommand implements Command {
  @Override
  public List<String> names() {
    return List.of("merge", "m");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Merge another repository's state, or parts of it, into the committed one",
        "[REPOSITORY]",
        List.of(
            "REPOSITORY is what pvr get takes. Files that only one side has stay; of a file that both have, the other's bytes count, and JSON"
                + " that both have is merged as RFC 7396 says: members are added and replaced, and those that the other has as null go."
                + " #-part drops that part from the committed state before anything is merged.",
            "Objects are fetched and checked before the committed state is replaced. The work tree stays as it is; pvr checkout writes"
                + " the files."),
        List.of("pvr merge ../other-workspace", "pvr merge 'ada/thermostat#app,-old-app'"));
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    return Taking.run(call, Take.How.MERGE, ExitCode.FAILED);
  }
}
