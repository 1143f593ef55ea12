package dev.firmtrail.workspace.transfer;

import dev.firmtrail.workspace.WorkspaceException;

/** A reference leads nowhere: there is no such path on this machine. */
public final class NoSuchRepositoryException extends WorkspaceException {
  private static final long serialVersionUID = 1L;

  NoSuchRepositoryException(String message) {
    super(message);
  }
}
