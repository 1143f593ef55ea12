package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Makes a device that has no owner one's own. */
public final class ClaimCommand implements Command {
  private static final Flag CHALLENGE =
      Flag.of("WORDS", "what the device shows (asked for where it is not given)", "c", "challenge");

  @Override
  public List<String> names() {
    return List.of("claim", "cl");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Make a device that has no owner your own",
        "DEVICE",
        List.of(
            "DEVICE is an id or nick on the hub of the last login, or a full URL. A device that waits for its owner shows id and"
                + " challenge on its console and in its storage, /pv/device-id and /pv/challenge."),
        List.of(
            "pvr claim -c 'fully-firm-bear' 5ee13a6087dfb60008ab8f5c",
            "pvr claim https://hub.example.com/devices/5ee13a6087dfb60008ab8f5c"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(CHALLENGE);
  }

  @Override
  public ExitCode failure() {
    return ExitCode.HUB_FAILED;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, IOException {
    List<String> words = call.positionals();
    if (words.size() != 1) {
      throw new CommandFailure(
          ExitCode.CLAIM_USAGE, "pvr claim takes one device; see pvr help claim");
    }
    String device = words.getFirst();
    try (HubClient hub = Connection.open(call)) {
      hub.devices().claim(device, challenge(call));
      if (call.console().wantsJson()) {
        call.console().json(JsonObject.builder().put("claimed", device).build());
      }
      return ExitCode.OK;
    }
  }

  private static String challenge(Invocation call) throws CommandFailure {
    Optional<String> challenge = call.text(CHALLENGE);
    if (challenge.isEmpty()) {
      challenge = new Keyboard(call).ask("Enter Challenge: ", true);
    }
    return challenge
        .filter(text -> !text.isBlank())
        .orElseThrow(() ->
            new CommandFailure(
                ExitCode.HUB_FAILED, "no challenge was given: -c, or type it when asked"));
  }
}
