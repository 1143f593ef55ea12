package dev.firmtrail.signatures;

import dev.firmtrail.state.Sha256;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * Who made a signature that holds.
 *
 * @param algorithm how
 * @param key the public key
 * @param leaf its certificate, where the signature carries one
 * @param vouchedBy why it counts
 */
public record Signer(
    Algorithm algorithm, PublicKey key, Optional<X509Certificate> leaf, VouchedBy vouchedBy) {
  /** Why a signer counts. */
  public enum VouchedBy {
    /** A root of the default store. */
    ROOT("root"),
    /** A root of the OEM's store. */
    OEM_ROOT("oem-root"),
    /** Its key was given. */
    KEY("key"),
    /** Nobody: {@link Trust.Anybody} was asked for. */
    NOBODY("nobody");

    private final String word;

    VouchedBy(String word) {
      this.word = word;
    }

    /** The word for programs. */
    public String word() {
      return word;
    }
  }

  /** What a person knows it by: the leaf's subject, or the key's fingerprint. */
  public String name() {
    return leaf.map(certificate -> certificate.getSubjectX500Principal().getName())
        .orElseGet(() -> "key " + keyFingerprint().substring(0, 16));
  }

  /** SHA-256 of the public key (SubjectPublicKeyInfo, DER), in hex. */
  public String keyFingerprint() {
    return Sha256.hex(key.getEncoded());
  }
}
