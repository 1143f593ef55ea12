package dev.firmtrail.hub.program;

import dev.firmtrail.objects.Progress;
import dev.firmtrail.objects.ProgressLine;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Clock;
import java.util.Optional;

/** The person who started the program, where there is one. */
final class Terminal {
  private Terminal() {}

  /** Present only where a person reads what is shown and types what is asked. */
  static Optional<Console> console() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  /** A line that is written over, for a person. */
  static Progress progress() {
    return console()
        .<Progress>map(
            person -> new ProgressLine(new FileOutputStream(FileDescriptor.err), Clock.systemUTC()))
        .orElse(Progress.NONE);
  }
}
