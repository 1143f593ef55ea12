package dev.firmtrail.cli.frame;

import java.io.IOException;

/** Standard output takes no more: a full disk, or the reader of a pipe has gone. */
public final class OutputFailure extends IOException {
  private static final long serialVersionUID = 1L;

  OutputFailure(IOException cause) {
    super(cause);
  }

  /**
   * Whether the reader simply stopped reading, as {@code head} does: nothing that a person must be
   * told.
   */
  public boolean isClosedPipe() {
    return String.valueOf(getMessage()).contains("Broken pipe");
  }
}
