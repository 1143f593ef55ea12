package dev.firmtrail.cli.audit;

import dev.firmtrail.audit.bisect.Outcome;
import dev.firmtrail.cli.frame.CommandGroup;
import dev.firmtrail.cli.frame.Manual;
import java.util.List;

/** The commands that find what broke it. */
public final class BisectCommands {
  private BisectCommands() {}

  public static CommandGroup group() {
    return new CommandGroup(
        List.of("bisect"),
        new Manual(
            "Find the revision, or the parts, that broke it",
            "COMMAND [flags] [arguments]",
            List.of(),
            List.of(
                "pvr bisect start @142 @100",
                "pvr bisect run ./boots.sh",
                "pvr bisect parts @142 @141 run ./boots.sh")),
        List.of(),
        List.of(
            new BisectStartCommand(),
            new BisectAnswerCommand(Outcome.GOOD),
            new BisectAnswerCommand(Outcome.BAD),
            new BisectAnswerCommand(Outcome.SKIP),
            new BisectRunCommand(),
            new BisectPartsCommand(),
            new BisectLogCommand(),
            new BisectReplayCommand(),
            new BisectResetCommand()));
  }
}
