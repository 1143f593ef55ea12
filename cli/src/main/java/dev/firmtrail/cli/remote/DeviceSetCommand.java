package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.hubclient.Devices;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.util.List;

/** Changes fields that the owner writes for a device. */
final class DeviceSetCommand implements Command {
  @Override
  public List<String> names() {
    return List.of("set", "se");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Change what a device is told",
        "DEVICE KEY=VALUE...",
        List.of(
            "KEY=VALUE sets a field of the device's user-meta, KEY= empties it, KEY alone takes it away."
                + " Who is logged in as the device itself changes its device-meta instead."),
        List.of("pvr device set thermostat room=kitchen mode=", "pvr device set thermostat room"));
  }

  @Override
  public ExitCode failure() {
    return ExitCode.DEVICE_FAILED;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, IOException {
    List<String> words = call.positionals();
    if (words.size() < 2) {
      throw new CommandFailure(
          ExitCode.HUB_USAGE,
          words.isEmpty()
              ? "pvr device set takes a device and fields: DEVICE KEY=VALUE..."
              : "no field was given: KEY=VALUE, or KEY alone to take it away");
    }
    JsonObject fields = fields(words.subList(1, words.size()));
    try (HubClient hub = Connection.open(call)) {
      Devices.MetaChange change = hub.devices().set(words.getFirst(), fields);
      HubDocument.print(
          change.answer(), change.kind() + " field Updated Successfully", call.console());
      return ExitCode.OK;
    }
  }

  private static JsonObject fields(List<String> words) throws CommandFailure {
    JsonObject.Builder fields = JsonObject.builder();
    for (String word : words) {
      int equals = word.indexOf('=');
      String key = equals < 0 ? word : word.substring(0, equals);
      if (key.isEmpty()) {
        throw new CommandFailure(
            ExitCode.HUB_USAGE, "a field without a name: " + Shown.text(word) + "; KEY=VALUE");
      }
      fields.put(key, equals < 0 ? Json.Literal.NULL : Json.of(word.substring(equals + 1)));
    }
    return fields.build();
  }
}
