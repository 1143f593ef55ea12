package dev.firmtrail.signatures;

import java.security.PublicKey;
import java.time.Instant;
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
    public Keys {
      keys = List.copyOf(keys);
    }
  }

  /**
   * Whoever signed. Says that nothing changed since, and nothing about who that was: for a notice
   * to somebody who works on a state, never for a decision.
   */
  record Anybody() implements Trust {}
}
