package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.List;

/**
 * A command about devices by its old name, without {@code device} in front. It says so first, on
 * standard output as ever, where scripts may have learnt to cut it off.
 *
 * @param member the command by its present name
 */
record DeprecatedCommand(Command member) implements Command {
  @Override
  public List<String> names() {
    return member.names();
  }

  @Override
  public Manual manual() {
    Manual manual = member.manual();
    return new Manual(
        "The old name of pvr device " + names().getFirst(),
        manual.arguments(),
        manual.description(),
        manual.examples());
  }

  @Override
  public List<Flag> flags() {
    return member.flags();
  }

  @Override
  public ExitCode failure() {
    return member.failure();
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    if (!call.console().wantsJson()) {
      String name = names().getFirst();
      call.console()
          .data(
              "\nDEPRECATED: the pvr "
                  + name
                  + " command is deprecated and will go away in some future release. It can now be found as a device subcommand:pvr device "
                  + name
                  + "\n");
    }
    return member.run(call);
  }
}
