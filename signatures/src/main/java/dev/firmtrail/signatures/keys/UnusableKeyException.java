package dev.firmtrail.signatures.keys;

/**
 * Nothing can be signed with what was given. The message is one line: what was given, what is wrong
 * with it, and what to do. It shows no byte of a key and no passphrase, and neither does a cause:
 * there is none.
 */
public final class UnusableKeyException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Puts the sentence together.
   *
   * @param what the file, token or variable, as it was named by whoever gave it
   * @param problem what is wrong with it
   * @param next what to do about it
   */
  UnusableKeyException(String what, String problem, String next) {
    super(what + " " + problem + "; " + next);
  }
}
