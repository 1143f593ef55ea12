package dev.firmtrail.hub.web;

import java.time.Duration;
import java.util.Optional;

/**
 * The request cannot be served, and why: becomes the answer. Thrown from anywhere below a handler;
 * a transaction that it leaves is rolled back.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final Duration wait;
  private final boolean asksForLogin;

  private Refusal(int status, String message) {
    this(status, message, Duration.ZERO, false);
  }

  private Refusal(int status, String message, Duration wait, boolean asksForLogin) {
    super(message, null, false, false);
    this.status = status;
    this.wait = wait;
    this.asksForLogin = asksForLogin;
  }

  /** The request itself is wrong. */
  public static Refusal badRequest(String message) {
    return new Refusal(400, message);
  }

  /** A name or a password is wrong; says no more than that. */
  public static Refusal unauthorized(String message) {
    return new Refusal(401, message);
  }

  /** Whoever came without a token may come again with one: the answer says how to get it. */
  public static Refusal loginNeeded() {
    return new Refusal(401, "log in first", Duration.ZERO, true);
  }

  /**
   * This caller may not. Also the answer for what does not exist, where its existence is nobody's
   * business.
   */
  public static Refusal forbidden(String message) {
    return new Refusal(403, message);
  }

  public static Refusal notFound(String message) {
    return new Refusal(404, message);
  }

  /** It contradicts what is already there. */
  public static Refusal conflict(String message) {
    return new Refusal(409, message);
  }

  /** An account cannot be made like that. */
  public static Refusal preconditionFailed(String message) {
    return new Refusal(412, message);
  }

  public static Refusal tooLarge(String message) {
    return new Refusal(413, message);
  }

  /**
   * Too often; the same may be tried again later. Never say 401 for that: devices log in again at
   * once.
   */
  public static Refusal tooMany(String message, Duration wait) {
    return new Refusal(429, message, wait, false);
  }

  boolean asksForLogin() {
    return asksForLogin;
  }

  public int status() {
    return status;
  }

  /** The value of {@code Retry-After}: whole seconds, never too few. */
  Optional<String> retryAfter() {
    return wait.isZero()
        ? Optional.empty()
        : Optional.of(Long.toString(wait.plusSeconds(1).minusNanos(1).toSeconds()));
  }

  /** What was refused and why, fit to be shown to a person. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
