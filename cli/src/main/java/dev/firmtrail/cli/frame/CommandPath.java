package dev.firmtrail.cli.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A command as it is reached: the groups before it, then itself.
 *
 * @param commands at least one; all but the last are groups
 */
public record CommandPath(List<Command> commands) {
  public CommandPath {
    commands = List.copyOf(commands);
  }

  /** What runs. */
  public Command command() {
    return commands.getLast();
  }

  /** The full name without aliases, such as {@code device create}. */
  public String name() {
    return commands.stream()
        .map(command -> command.names().getFirst())
        .collect(Collectors.joining(" "));
  }

  /** Its own flags, then those of its groups, then those that every command takes. */
  public List<Flag> flags() {
    List<Flag> flags = new ArrayList<>();
    commands.reversed().forEach(command -> flags.addAll(command.flags()));
    flags.addAll(GlobalFlags.AFTER_COMMAND);
    return flags;
  }

  /** The members, when this is a group. */
  public List<CommandPath> members() {
    return command() instanceof CommandGroup group
        ? group.members().stream().map(this::to).toList()
        : List.of();
  }

  /** The member that answers to a name or an alias. */
  public Optional<CommandPath> member(String word) {
    return members().stream().filter(member -> member.command().names().contains(word)).findFirst();
  }

  private CommandPath to(Command member) {
    List<Command> longer = new ArrayList<>(commands);
    longer.add(member);
    return new CommandPath(longer);
  }
}
