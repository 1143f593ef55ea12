package dev.firmtrail.state;

/**
 * A document is not a valid state. The message names the key and the rule it breaks, fit to be
 * shown to a person.
 */
public final class InvalidStateException extends Exception {
  private static final long serialVersionUID = 1L;

  public InvalidStateException(String message) {
    super(message);
  }

  public InvalidStateException(String message, Throwable cause) {
    super(message, cause);
  }
}
