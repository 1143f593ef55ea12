package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.frame.Table;
import dev.firmtrail.hubclient.DeviceSummary;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.JsonArray;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Lists the devices of whoever is logged in. */
final class DevicePsCommand implements Command {
  private static final int SHORT = 8;

  @Override
  public List<String> names() {
    return List.of("ps");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "List your devices and what each of them runs",
        "",
        List.of(
            "REV is the revision that the device last reported about, STATE begins the id of that revision's state."
                + " The columns are as ever; a script had better read --json, where the ids are whole."),
        List.of("pvr device ps", "pvr device ps --json | jq -r '.[].\"device-nick\"'"));
  }

  @Override
  public ExitCode failure() {
    return ExitCode.HUB_FAILED;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, IOException {
    try (HubClient hub = Connection.open(call)) {
      render(hub.devices().list(), call.session().clock().instant(), call.console());
      return ExitCode.OK;
    }
  }

  private static void render(List<DeviceSummary> devices, Instant now, Console console)
      throws IOException {
    if (console.wantsJson()) {
      console.json(
          new JsonArray(List.copyOf(devices.stream().map(DeviceSummary::document).toList())));
      return;
    }
    Table table =
        Table.wrapping(List.of("ID", "NICK", "REV", "STATUS", "STATE", "SEEN", "IP", "MESSAGE"));
    for (DeviceSummary device : devices) {
      table.row(
          beginning(device.id()),
          Shown.whole(device.nick()),
          device.revision().isPresent() ? Long.toString(device.revision().getAsLong()) : "",
          Shown.whole(device.status()),
          beginning(device.stateSha()),
          device.seen().map(moment -> TimeAgo.text(moment, now)).orElse("never"),
          Shown.whole(device.address()),
          Shown.whole(device.message()));
    }
    console.data(table.text());
  }

  private static String beginning(String text) {
    return Shown.whole(text.substring(0, Math.min(SHORT, text.length())));
  }
}
