package dev.firmtrail.signatures.keys;

import java.util.Optional;

/** Gives the passphrase of a key file, or the PIN of a token, when one is needed, and only then. */
@FunctionalInterface
public interface PassphraseSource {
  /**
   * Asked once for each file or token.
   *
   * @param what of what, for a prompt, such as {@code the passphrase of build/key.pem}
   * @return the passphrase, which the caller wipes after use; empty when nobody can be asked
   */
  Optional<char[]> ask(String what);
}
