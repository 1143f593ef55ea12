package dev.firmtrail.signatures;

/** One signature does not hold; ends the work on it, and becomes its verdict. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  RefusedException(Reason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  RefusedException(Reason reason, String detail, Throwable cause) {
    super(detail, cause);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }

  /** What exactly, for a person. */
  String detail() {
    return String.valueOf(getMessage());
  }
}
