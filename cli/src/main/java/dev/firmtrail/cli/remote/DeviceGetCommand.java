package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Prints what the hub knows of a device. */
final class DeviceGetCommand implements Command {
  @Override
  public List<String> names() {
    return List.of("get");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Print what the hub knows of a device",
        "[USER/]DEVICE",
        List.of(
            "DEVICE is an id or nick; with USER in front it is one of that user's devices."
                + " user-meta is what its owner says to it, device-meta what it says of itself."),
        List.of("pvr device get thermostat", "pvr device get ada/thermostat"));
  }

  @Override
  public ExitCode failure() {
    return ExitCode.DEVICE_FAILED;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, IOException {
    List<String> words = call.positionals();
    if (words.isEmpty()) {
      throw new CommandFailure(ExitCode.HUB_USAGE, "pvr device get takes a device: its id or nick");
    }
    if (words.size() > 1) {
      throw new CommandFailure(ExitCode.USAGE, "pvr device get takes one device");
    }
    String[] pieces = words.getFirst().split("/", -1);
    String device = pieces[pieces.length - 1];
    if (pieces.length > 2 || device.isEmpty() || pieces[0].isEmpty()) {
      throw new CommandFailure(ExitCode.HUB_USAGE, "name the device as DEVICE or USER/DEVICE");
    }
    try (HubClient hub = Connection.open(call)) {
      JsonObject document =
          hub.devices().get(pieces.length == 2 ? Optional.of(pieces[0]) : Optional.empty(), device);
      HubDocument.print(document, call.console());
      return ExitCode.OK;
    }
  }
}
