package dev.firmtrail.cli.audit;

import dev.firmtrail.cli.frame.CommandGroup;
import dev.firmtrail.cli.frame.Manual;
import java.util.List;

/** The commands that say whether something is what was posted. */
public final class AuditCommands {
  private AuditCommands() {}

  public static CommandGroup group() {
    return new CommandGroup(
        List.of("audit"),
        new Manual(
            "Say whether a device, a step or a fleet is what was posted",
            "COMMAND [flags] [arguments]",
            List.of(
                "Everything is compared by hash, and nothing is rebuilt. Ends with 0 when it is the same, with 1 when it differs, and"
                    + " with 3 when that cannot be told."),
            List.of(
                "pvr audit storage /mnt/card --against ada/thermostat/steps/3",
                "pvr audit step ada/thermostat/steps/3 --deep",
                "pvr audit fleet")),
        List.of(),
        List.of(new AuditStorageCommand(), new AuditStepCommand(), new AuditFleetCommand()));
  }
}
