package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import java.util.List;

/** Says that this program does not look for devices, and how they are found otherwise. */
final class DeviceScanCommand implements Command {
  private static final String OTHERWISE =
      "A device announces itself by mDNS as _ssh._tcp; avahi-browse -rt _ssh._tcp shows it with its id and challenge. A device whose"
          + " address is known is a repository: pvr clone 192.168.1.3. One that a hub knows is in pvr device ps.";

  @Override
  public List<String> names() {
    return List.of("scan");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Not available: looking for devices on the local network",
        "",
        List.of(OTHERWISE),
        List.of("avahi-browse -rt _ssh._tcp"));
  }

  @Override
  public ExitCode failure() {
    return ExitCode.NOT_AVAILABLE;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure {
    throw new CommandFailure(
        ExitCode.NOT_AVAILABLE,
        "scanning the local network (mDNS) is not available in this program. " + OTHERWISE);
  }
}
