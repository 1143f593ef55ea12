package dev.firmtrail.state;

/** A text is no fragment of a reference; the message says why. */
public final class InvalidFragmentException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidFragmentException(String message) {
    super(message);
  }
}
