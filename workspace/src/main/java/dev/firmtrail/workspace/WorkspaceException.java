package dev.firmtrail.workspace;

/**
 * The workspace or a file in it is not fit for what was asked. The message is for a person: what,
 * where, why, what next.
 */
public class WorkspaceException extends Exception {
  private static final long serialVersionUID = 1L;

  public WorkspaceException(String message) {
    super(message);
  }

  public WorkspaceException(String message, Throwable cause) {
    super(message, cause);
  }
}
