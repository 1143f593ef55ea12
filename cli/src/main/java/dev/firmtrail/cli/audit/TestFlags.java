package dev.firmtrail.cli.audit;

import dev.firmtrail.audit.bisect.Trial;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.state.Shown;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** How a command tests, as a person says it. */
final class TestFlags {
  private static final Flag DIRECTORY =
      Flag.of(
          "DIR",
          "make this directory for each run, and delete it afterwards (default: one in .pvr/bisect)",
          "directory");
  private static final Flag TIMEOUT =
      Flag.of(
          "DURATION",
          "end a run that takes longer, such as PT10M; it counts as skipped",
          "timeout");
  static final List<Flag> ALL = List.of(DIRECTORY, TIMEOUT);

  /** For help. */
  static final String HELP =
      "CMD is no shell script line but a program and its arguments; for more, say sh -c '…'. It runs in a clean directory with the files,"
          + " each checked, and with PVR_BISECT_REV, PVR_BISECT_STATE and PVR_BISECT_DIR. Exit code 0 is good, 125 says that this cannot be"
          + " tested, 1 to 124 are bad; 126 and 127, of a shell that could not run something, and 128 and more, as of a signal, stop the"
          + " search. What it prints is kept in .pvr/bisect/runs.";

  private TestFlags() {}

  static Trial.How of(Invocation call, List<String> command) throws CommandFailure {
    Path here = call.session().directory();
    return new Trial.How(
        command,
        here,
        call.text(DIRECTORY).map(text -> here.resolve(text).normalize()),
        call.session().environment(),
        timeout(call),
        call.settings().dialect());
  }

  private static Optional<Duration> timeout(Invocation call) throws CommandFailure {
    Optional<String> text = call.text(TIMEOUT);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      Duration timeout = Duration.parse(text.get());
      if (timeout.isPositive() && timeout.compareTo(Duration.ofDays(365)) < 0) {
        return Optional.of(timeout);
      }
    } catch (DateTimeParseException none) {
      // Said below.
    }
    throw new CommandFailure(
        ExitCode.USAGE,
        "--timeout: not a duration of up to a year: "
            + Shown.text(text.get())
            + "; write PT30S, PT10M or PT2H");
  }
}
