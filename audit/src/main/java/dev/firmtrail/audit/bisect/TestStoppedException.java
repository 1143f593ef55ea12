package dev.firmtrail.audit.bisect;

import dev.firmtrail.workspace.WorkspaceException;

/** A test could not be started, or was ended by a signal: what it said is neither good nor bad. */
public final class TestStoppedException extends WorkspaceException {
  private static final long serialVersionUID = 1L;

  TestStoppedException(String message) {
    super(message);
  }

  TestStoppedException(String message, Throwable cause) {
    super(message, cause);
  }
}
