package dev.firmtrail.hubclient;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Something on the way to a hub and back went wrong for good: what could be tried again was tried.
 * The message is one line, fit to be shown, and holds no secret.
 */
public final class HubException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** Milliseconds; negative for none. A plain number, because exceptions are serializable. */
  private final long retryAfter;

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
    this(kind, message, -1);
  }

  public HubException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.retryAfter = -1;
  }

  private HubException(Kind kind, String message, long retryAfter) {
    super(message);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  /** An answer that says: later. */
  static HubException passing(String message, Optional<Duration> retryAfter) {
    return new HubException(
        Kind.UNREACHABLE, message, retryAfter.map(Duration::toMillis).orElse(-1L));
  }

  /** The pause that the other side asked for. */
  Optional<Duration> retryAfter() {
    return retryAfter < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(retryAfter));
  }

  public Kind kind() {
    return kind;
  }
}
