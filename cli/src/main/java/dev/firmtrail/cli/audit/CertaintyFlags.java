package dev.firmtrail.cli.audit;

import dev.firmtrail.audit.bisect.Certainty;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.state.Shown;
import java.util.List;

/** How far a test can be trusted, as a person says it. */
final class CertaintyFlags {
  private static final Flag FLAKES =
      Flag.of(
          "RATE",
          "the largest chance that one run says the opposite of what is so, such as 0.1 (default 0: every run is final)",
          "flakes");
  private static final Flag CONFIDENCE =
      Flag.of(
          "P", "with --flakes: how surely the answer shall be right (default 0.99)", "confidence");
  static final List<Flag> ALL = List.of(FLAKES, CONFIDENCE);

  private CertaintyFlags() {}

  static Certainty of(Invocation call) throws CommandFailure {
    try {
      return new Certainty(number(call, FLAKES, "0"), number(call, CONFIDENCE, "0.99"));
    } catch (IllegalArgumentException refused) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(refused.getMessage()), refused);
    }
  }

  private static double number(Invocation call, Flag flag, String otherwise) throws CommandFailure {
    String text = call.text(flag).orElse(otherwise);
    if (!text.matches("\\d{0,2}(\\.\\d{1,15})?") || text.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE, flag.shown() + ": not a number such as 0.1: " + Shown.text(text));
    }
    return Double.parseDouble(text);
  }
}
