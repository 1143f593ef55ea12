package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.CommandGroup;
import dev.firmtrail.cli.frame.Manual;
import java.util.List;

/** The commands about devices on a hub. */
public final class DeviceCommands {
  private DeviceCommands() {}

  public static CommandGroup group() {
    return new CommandGroup(
        List.of("device", "dev"),
        new Manual(
            "Devices on the hub of the last login",
            "COMMAND [flags] [arguments]",
            List.of(),
            List.of("pvr device create thermostat")),
        List.of(),
        List.of(new DeviceCreateCommand()));
  }
}
