package dev.firmtrail.signatures.keys;

import dev.firmtrail.signatures.SigningKey;
import java.util.List;

/**
 * A key that has signed a probe, which its public half verified.
 *
 * @param key to sign with
 * @param notices what its owner should know, a sentence each: a file that others can read
 */
public record OpenedKey(SigningKey key, List<String> notices) {
  /** Copies. */
  public OpenedKey {
    notices = List.copyOf(notices);
  }
}
