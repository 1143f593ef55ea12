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

/** Replaces parts of the committed state by those of another repository. */
public final class GetCommand implements Command {
  @Override
  public List<String> names() {
    return List.of("get", "g");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Replace the committed state, or parts of it, by another repository's",
        "[REPOSITORY]",
        List.of(
            "REPOSITORY is a URL, USER/DEVICE[/steps/REV], the address of a device, a directory with a workspace or an unpacked export, or"
                + " an archive, here or behind a URL. #part,-part takes some parts only: those parts are replaced as a whole, the"
                + " others stay. Without REPOSITORY: the one that was used before.",
            "Objects are fetched and checked before the committed state is replaced. The work tree stays as it is; pvr checkout writes"
                + " the files."),
        List.of(
            "pvr get ada/thermostat",
            "pvr get 'ada/thermostat/steps/3#bsp'   # the bsp of revision 3",
            "pvr get ../other-workspace#app,-app/cache",
            "pvr get release.tgz && pvr checkout"));
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    return Taking.run(call, Take.How.REPLACE, ExitCode.USAGE);
  }
}
