package dev.firmtrail.pins.container;

import dev.firmtrail.pins.shell.ShellCommand;
import dev.firmtrail.pins.tree.SourceFile;
import java.util.List;

/** Commands that a file runs. */
public record Script(SourceFile file, List<ShellCommand> commands) {
  public Script {
    commands = List.copyOf(commands);
  }
}
