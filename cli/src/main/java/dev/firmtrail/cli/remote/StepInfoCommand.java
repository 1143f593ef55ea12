package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.util.List;

/** Prints one step as the hub sends it. */
public final class StepInfoCommand implements Command {
  private static final JsonWriter AS_PUBLISHED =
      JsonWriter.pretty("\t", JsonWriter.Numbers.AS_READ, JsonWriter.Escapes.GO_HTML);

  @Override
  public List<String> names() {
    return List.of("stepinfo");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Print a step as the hub sends it",
        "[REPOSITORY]",
        List.of(
            "The step's number, message, author, time, progress and state. It is the newest one, or that of the revision in the"
                + " reference. Without an argument it is of the repository that this workspace was cloned from or posted to."),
        List.of("pvr stepinfo ada/thermostat/steps/3", "pvr stepinfo -c | jq .progress.status"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(References.CANONICAL);
  }

  @Override
  public ExitCode failure() {
    return ExitCode.NOT_SHOWN;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, IOException {
    try (HubClient hub = Connection.open(call)) {
      JsonObject step = hub.stepInfo(hub.remote(References.namedOrOwn(call, hub).uri()));
      if (call.console().wantsJson()) {
        call.console().json(step);
        return ExitCode.OK;
      }
      JsonWriter writer = call.isOn(References.CANONICAL) ? JsonWriter.CANONICAL : AS_PUBLISHED;
      call.console().dataLine(writer.text(step));
      return ExitCode.OK;
    }
  }
}
