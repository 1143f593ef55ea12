package dev.firmtrail.hubclient;

import java.io.IOException;

/**
 * Something on the way to a hub and back went wrong for good: what could be tried again was tried.
 * The message is one line, fit to be shown, and holds no secret.
 */
public final class HubException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** What a caller may want to tell apart, for an exit code or a next step. */
  public enum Kind {
    /** No answer: no such host, refused, cut, too slow, TLS. */
    UNREACHABLE,
    /** The hub wants another account, or none was given. */
    DENIED,
    /** The hub answered, and the answer is no: not found, a rule, its own fault. */
    REFUSED,
    /** The answer is not what the protocol says. */
    BROKEN_ANSWER,
    /** Bytes came that are not those of the object. */
    WRONG_CONTENT,
    /** A reference, a URL or a file of ours is not usable. */
    INVALID,
    /** The thread was interrupted, or the client closed. */
    INTERRUPTED
  }

  public HubException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public HubException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
