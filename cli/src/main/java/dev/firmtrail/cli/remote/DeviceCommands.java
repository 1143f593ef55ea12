package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Command;
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
            List.of("pvr device ps", "pvr device create thermostat")),
        List.of(),
        List.of(
            new DevicePsCommand(),
            new DeviceLogsCommand(),
            new DeviceScanCommand(),
            new DeviceCreateCommand(),
            new DeviceGetCommand(),
            new DeviceSetCommand(),
            new DeviceEventsCommand(),
            new DevicePolicyCommand()));
  }

  /** {@code device ps} by its old name. */
  public static Command ps() {
    return new DeprecatedCommand(new DevicePsCommand());
  }

  /** {@code device logs} by its old name. */
  public static Command logs() {
    return new DeprecatedCommand(new DeviceLogsCommand());
  }

  /** {@code device scan} by its old name. */
  public static Command scan() {
    return new DeprecatedCommand(new DeviceScanCommand());
  }
}
