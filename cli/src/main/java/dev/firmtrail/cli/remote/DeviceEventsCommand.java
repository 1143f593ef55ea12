package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.hubclient.DeviceEvent;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.util.List;

/** Lists what happened to a device. */
final class DeviceEventsCommand implements Command {
  private static final Flag FROM =
      Flag.of("N", "only events from number N on (default 0)", "from", "f");

  @Override
  public List<String> names() {
    return List.of("events");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "List what happened to a device: what, when, and who did it",
        "DEVICE",
        List.of(
            "Oldest first, one a line: number, time by the hub's clock, kind, the step that it is about, who did it, and what else there"
                + " is to say of it. Nothing of it can be changed or removed by any call; a number that is missing is an error.",
            "--json prints each event whole, in the canonical form that the hub keeps, one a line."),
        List.of(
            "pvr device events thermostat",
            "pvr device events thermostat --from 100",
            "pvr device events thermostat --json | jq -c 'select(.kind == \"posted\")'"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(FROM);
  }

  @Override
  public ExitCode failure() {
    return ExitCode.DEVICE_FAILED;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, IOException {
    if (call.positionals().size() != 1) {
      throw usage("pvr device events takes one device, its id or nick");
    }
    String device = call.positionals().getFirst();
    long from = from(call);
    Console console = call.console();
    try (HubClient hub = Connection.open(call)) {
      if (!console.wantsJson()) {
        console.page();
      }
      hub.events().read(device, from, event -> console.dataLine(line(event, console)));
      return ExitCode.OK;
    }
  }

  private static long from(Invocation call) throws CommandFailure {
    String text = call.text(FROM).orElse("0");
    if (!text.matches("\\d{1,18}")) {
      throw usage("--from: not the number of an event: " + Shown.text(text));
    }
    return Long.parseLong(text);
  }

  private static String line(DeviceEvent event, Console console) {
    if (console.wantsJson()) {
      return JsonWriter.CANONICAL.text(event.document());
    }
    String step = event.rev().isPresent() ? "@" + event.rev().getAsLong() : "-";
    String body = event.body().isEmpty() ? "" : "  " + JsonWriter.CANONICAL.text(event.body());
    return "%6d  %-20s  %-12s  %-5s  %s%s"
        .formatted(
            event.seq(),
            StepTime.shown(event.created()),
            Shown.text(event.kind()),
            step,
            Shown.text(event.who()),
            Shown.text(body));
  }

  private static CommandFailure usage(String message) {
    return new CommandFailure(ExitCode.HUB_USAGE, message);
  }
}
