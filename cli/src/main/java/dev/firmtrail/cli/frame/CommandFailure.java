package dev.firmtrail.cli.frame;

import java.io.IOException;

/**
 * A run ends here. The message is for a person; its first line says all, further lines are detail.
 */
public final class CommandFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  public CommandFailure(ExitCode code, String message) {
    super(message);
    this.code = code;
  }

  public CommandFailure(ExitCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** A failure of the disk, said in words. */
  public static CommandFailure of(ExitCode code, IOException problem) {
    return new CommandFailure(code, Reason.of(problem), problem);
  }

  public ExitCode code() {
    return code;
  }
}
