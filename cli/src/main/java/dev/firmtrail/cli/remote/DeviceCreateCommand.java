package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.NewDevice;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Makes a device on the hub, with the committed state as its first step. */
final class DeviceCreateCommand implements Command {
  @Override
  public List<String> names() {
    return List.of("create", "cr");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Make a device on the hub of the last login",
        "[NICK]",
        List.of(
            "The committed state of this workspace becomes step 0 of the new device. What the hub says is printed, the device's"
                + " secret included: it is shown this once. Where it breaks off before the device has its first step, the same again finishes it."),
        List.of("pvr device create thermostat"));
  }

  @Override
  public ExitCode failure() {
    return ExitCode.HUB_FAILED;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    List<String> words = call.positionals();
    if (words.size() > 1) {
      throw new CommandFailure(ExitCode.HUB_USAGE, "pvr device create takes one nick at most");
    }
    Workspace workspace = call.workspace();
    Optional<String> nick = words.stream().findFirst();
    try (HubClient hub = Connection.open(call)) {
      NewDevice device =
          hub.createDevice(
              nick, workspace.pristine(), workspace.objects(), call.console().progress());
      HubDocument.print(device.document(), "Device Created Successfully", call.console());
      return ExitCode.OK;
    }
  }
}
