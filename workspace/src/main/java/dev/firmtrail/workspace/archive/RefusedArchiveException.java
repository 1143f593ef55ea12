package dev.firmtrail.workspace.archive;

import java.io.IOException;

/**
 * The bytes of an archive break its rules, or end too early. The message is the end of a sentence
 * that begins with the archive's name.
 */
final class RefusedArchiveException extends IOException {
  private static final long serialVersionUID = 1L;

  RefusedArchiveException(String message) {
    super(message);
  }

  RefusedArchiveException(String message, Throwable cause) {
    super(message, cause);
  }
}
