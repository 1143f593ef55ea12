package dev.firmtrail.signatures.device;

/** A device, or the rehearsal of it, goes no further with one signature. */
final class StoppedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Answer answer;

  StoppedException(Answer answer, String why) {
    super(why);
    this.answer = answer;
  }

  /** How it stops. */
  enum Answer {
    REFUSED,
    CRASHED,
    UNKNOWN
  }

  static StoppedException refused(String why) {
    return new StoppedException(Answer.REFUSED, why);
  }

  Answer answer() {
    return answer;
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
