package dev.firmtrail.cli.frame;

import java.io.IOException;
import java.util.Optional;

/**
 * A run ends here. The message is for a person; its first line says all, further lines are detail.
 */
public final class CommandFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;
  private final String hint;

  public CommandFailure(ExitCode code, String message) {
    super(message);
    this.code = code;
    this.hint = "";
  }

  public CommandFailure(ExitCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.hint = "";
  }

  /** A failure with a line below the message that says what may have been meant. */
  public CommandFailure(ExitCode code, String message, Optional<String> hint) {
    super(message);
    this.code = code;
    this.hint = hint.orElse("");
  }

  /** A failure of the disk, said in words. */
  public static CommandFailure of(ExitCode code, IOException problem) {
    return new CommandFailure(code, Reason.of(problem), problem);
  }

  public ExitCode code() {
    return code;
  }

  /** A line to show below the message; empty for none. */
  public Optional<String> hint() {
    return hint.isEmpty() ? Optional.empty() : Optional.of(hint);
  }
}
