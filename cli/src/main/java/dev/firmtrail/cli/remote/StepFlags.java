package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.hubclient.PostOptions;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import java.nio.charset.StandardCharsets;

/** The flags of every command that posts a step. */
final class StepFlags {
  static final Flag MESSAGE = Flag.of("TEXT", "why, for people", "commit-msg", "m");
  static final Flag ENVELOPE =
      Flag.of("JSON", "an object with more members for the step", "envelope", "e");
  static final Flag REV =
      Flag.of("N", "the number that the step must get (default: the next one)", "rev");

  private StepFlags() {}

  /** What the flags say. */
  static PostOptions of(Invocation call, ExitCode misuse) throws CommandFailure {
    return new PostOptions(call.text(MESSAGE), rev(call, misuse), envelope(call, misuse));
  }

  /** Zero has always meant: say nothing about it. */
  private static long rev(Invocation call, ExitCode misuse) throws CommandFailure {
    String text = call.text(REV).orElse("-1");
    if (!text.matches("-1|\\d{1,18}")) {
      throw new CommandFailure(misuse, "--rev: not a revision: " + text);
    }
    return Long.parseLong(text);
  }

  private static JsonObject envelope(Invocation call, ExitCode misuse) throws CommandFailure {
    try {
      return JsonReader.readObject(
          call.text(ENVELOPE).orElse("{}").getBytes(StandardCharsets.UTF_8));
    } catch (JsonException broken) {
      throw new CommandFailure(misuse, "--envelope: " + broken.getMessage(), broken);
    }
  }
}
