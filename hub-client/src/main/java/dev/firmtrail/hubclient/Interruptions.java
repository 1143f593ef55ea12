package dev.firmtrail.hubclient;

/** An interrupt as the one exception that callers of this module know; the thread stays marked. */
final class Interruptions {
  private Interruptions() {}

  static HubException passOn(Exception cause) {
    Thread.currentThread().interrupt();
    return new HubException(
        HubException.Kind.INTERRUPTED,
        "interrupted; what is here so far stays for the next try",
        cause);
  }

  static void check() throws HubException {
    if (Thread.currentThread().isInterrupted()) {
      throw new HubException(
          HubException.Kind.INTERRUPTED, "interrupted; what is here so far stays for the next try");
    }
  }
}
