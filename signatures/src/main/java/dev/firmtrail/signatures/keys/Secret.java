package dev.firmtrail.signatures.keys;

import java.util.Arrays;

/** A passphrase or PIN for as long as it is needed; wiped when closed. */
final class Secret implements AutoCloseable {
  private final char[] characters;

  private Secret(char[] characters) {
    this.characters = characters;
  }

  /**
   * Asks for the secret of a key.
   *
   * @param kind {@code passphrase} or {@code PIN}
   */
  static Secret ask(PassphraseSource source, String kind, String keyName)
      throws UnusableKeyException {
    return new Secret(
        source
            .ask("the " + kind + " of " + keyName)
            .orElseThrow(() ->
                new UnusableKeyException(
                    keyName, "needs a " + kind + ", and none was given", "give its " + kind)));
  }

  /** Takes over what somebody else read, and wipes it. */
  static Secret of(char[] characters) {
    return new Secret(characters);
  }

  /** The array itself, not a copy. */
  char[] characters() {
    return characters;
  }

  @Override
  public void close() {
    Arrays.fill(characters, '\0');
  }
}
