package dev.firmtrail.signatures;

/**
 * What the leaf of a path is trusted for. An extended key usage (RFC 5280, 4.2.1.12) that is there
 * has to name it.
 */
enum Purpose {
  CODE_SIGNING("1.3.6.1.5.5.7.3.3", "signing code"),
  CLIENT_AUTHENTICATION("1.3.6.1.5.5.7.3.2", "clients of TLS");

  private final String usage;
  private final String words;

  Purpose(String usage, String words) {
    this.usage = usage;
    this.words = words;
  }

  /** Its object identifier. */
  String usage() {
    return usage;
  }

  /** For a person. */
  String words() {
    return words;
  }
}
