package dev.firmtrail.cli.frame;

import java.util.List;

/**
 * Commands under one name, such as {@code device create}. Flags of the group may stand before the
 * member's name. Named alone it shows what there is.
 */
public record CommandGroup(
    List<String> names, Manual manual, List<Flag> flags, List<Command> members) implements Command {
  public CommandGroup {
    names = List.copyOf(names);
    flags = List.copyOf(flags);
    members = List.copyOf(members);
  }

  @Override
  public ExitCode run(Invocation call) throws OutputFailure {
    call.console().page();
    call.console().data(HelpPage.of(new CommandPath(List.of(this))));
    return ExitCode.OK;
  }
}
