package dev.firmtrail.state;

/** A text is no pattern for paths; the message says why and where. */
public final class InvalidGlobException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidGlobException(String message) {
    super(message);
  }
}
