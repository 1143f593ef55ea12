package dev.firmtrail.signatures;

import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * The maker of a product built on somebody else's board: its leaf is known by its common name, and
 * judged by a store of its own, as long as it signs neither the board's software nor its own
 * directory. See {@code docs/formats/signatures.md}, OEM.
 *
 * @param name the common name of its leaf, and its directory
 * @param roots whom it is trusted under
 */
public record Oem(String name, TrustStore roots) {
  public Oem {
    if (name.isBlank() || name.indexOf('/') >= 0) {
      throw new IllegalArgumentException("the OEM's name is a common name, and a directory");
    }
  }

  /** Whether the leaf is the OEM's. */
  boolean signs(X509Certificate leaf) {
    return commonName(leaf).filter(name::equals).isPresent();
  }

  /** Whether a key is one that the OEM's own store must not vouch for. */
  boolean mustNotSign(String key) {
    return key.startsWith("bsp/") || key.startsWith(name + "/");
  }

  /** The common name of a certificate's subject; empty where there is none that is text. */
  public static Optional<String> commonName(X509Certificate certificate) {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
              .map(Rdn::getValue)
              .filter(String.class::isInstance)
              .map(String.class::cast)
              .findFirst();
    } catch (InvalidNameException unreadable) {
      return Optional.empty();
    }
  }
}
