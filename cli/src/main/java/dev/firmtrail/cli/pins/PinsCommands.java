package dev.firmtrail.cli.pins;

import dev.firmtrail.cli.frame.CommandGroup;
import dev.firmtrail.cli.frame.Manual;
import java.util.List;

/** The commands about what can change under a build. */
public final class PinsCommands {
  private PinsCommands() {}

  public static CommandGroup group() {
    return new CommandGroup(
        List.of("pins"),
        new Manual(
            "Find what in a build can change although nobody changed it",
            "COMMAND [flags] [arguments]",
            List.of(
                "A branch instead of a commit, a tag instead of a digest, a download without a checksum: the same build command gives"
                    + " other firmware a year later. These commands name each, and say how to pin it."),
            List.of("pvr pins check", "pvr pins explain KAS001")),
        List.of(),
        List.of(new PinsCheckCommand(), new PinsExplainCommand()));
  }
}
