package dev.firmtrail.hub.program;

/** A setting that cannot be used; the message says where it was said, and why. */
final class BadSettingException extends Exception {
  private static final long serialVersionUID = 1L;

  BadSettingException(String message) {
    super(message);
  }
}
