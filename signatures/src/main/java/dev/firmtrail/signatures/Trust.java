package dev.firmtrail.signatures;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whose signatures count. */
public sealed interface Trust {
  /**
   * Leaves that a trusted authority vouches for.
   *
   * @param roots the authorities
   * @param oem another set of them for one maker, where the device has one
   * @param revoked what the authorities took back
   * @param time when the certificates have to be valid; from a clock that the caller trusts, or the
   *     moment that is asked about
   */
  record Roots(TrustStore roots, Optional<Oem> oem, RevocationLists revoked, Instant time)
      implements Trust {
    /** Without an OEM and without revocation lists. */
    public Roots(TrustStore roots, Instant time) {
      this(roots, Optional.empty(), RevocationLists.NONE, time);
    }
  }

  /** These keys and no others; what certificates say is not looked at. */
  record Keys(List<PublicKey> keys) implements Trust {
    private static final String PEM_LABEL = "PUBLIC KEY";

    public Keys {
      keys = List.copyOf(keys);
    }

    /**
     * Reads the public keys of a PEM file, {@code PUBLIC KEY} each (RFC 7468, 13).
     *
     * @throws Pem.InvalidPemException it holds none, or one that no algorithm is for
     */
    public static Keys read(byte[] pem) throws Pem.InvalidPemException {
      List<PublicKey> keys = new ArrayList<>();
      for (Pem block : Pem.read(pem)) {
        if (block.label().equals(PEM_LABEL)) {
          keys.add(
              key(block.der())
                  .orElseThrow(() ->
                      new Pem.InvalidPemException(
                          "a public key that no signature can be verified with: "
                              + "RSA of 2048 to 8192 bits, P-256, P-384 or P-521 is needed")));
        }
      }
      if (keys.isEmpty()) {
        throw new Pem.InvalidPemException("no public key (" + PEM_LABEL + ") in it");
      }
      return new Keys(keys);
    }

    private static Optional<PublicKey> key(byte[] der) {
      for (String kind : List.of("EC", "RSA")) {
        try {
          PublicKey key = KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(der));
          return Optional.of(key).filter(read -> Algorithm.of(read).isPresent());
        } catch (GeneralSecurityException another) {
          // The next kind may be it.
        }
      }
      return Optional.empty();
    }
  }

  /**
   * Whoever signed. Says that nothing changed since, and nothing about who that was: for a notice
   * to somebody who works on a state, never for a decision.
   */
  record Anybody() implements Trust {}
}
