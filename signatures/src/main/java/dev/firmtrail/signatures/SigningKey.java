package dev.firmtrail.signatures;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What somebody signs with. The private key may live in a token and never be seen here. Immutable.
 *
 * @param key for {@link java.security.Signature#initSign}; which provider it needs, the JDK finds
 * @param publicKey the other half; an algorithm that {@link Algorithm#canSign()} is for it
 * @param chain certificates, leaf first, as the signature will carry them; may be empty. The leaf
 *     is of this key.
 */
public record SigningKey(PrivateKey key, PublicKey publicKey, List<X509Certificate> chain) {
  /**
   * Checks that the parts belong together.
   *
   * @throws IllegalArgumentException no algorithm is for this key, or the leaf is of another one
   */
  public SigningKey {
    chain = List.copyOf(chain);
    if (Algorithm.of(publicKey).filter(Algorithm::canSign).isEmpty()) {
      throw new IllegalArgumentException(
          "this key cannot sign: RSA of 2048 to 8192 bits, P-256 or P-384 is needed");
    }
    if (!chain.isEmpty() && !chain.getFirst().getPublicKey().equals(publicKey)) {
      throw new IllegalArgumentException(
          "the first certificate is of another key: "
              + chain.getFirst().getSubjectX500Principal().getName());
    }
  }

  /** How it signs. */
  public Algorithm algorithm() {
    return Algorithm.of(publicKey).orElseThrow();
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "SigningKey "
        + algorithm()
        + (chain.isEmpty() ? "" : " " + chain.getFirst().getSubjectX500Principal().getName());
  }
}
