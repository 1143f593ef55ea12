package dev.firmtrail.signatures;

import dev.firmtrail.state.Sha256;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The certificates that somebody trusts, each readable. An authority among them vouches for the
 * certificates that it issued; a certificate of its own issue (self-signed) vouches for itself; any
 * other vouches for nobody, as on devices. Immutable.
 *
 * @param certificates in the order of the file
 */
public record TrustStore(List<X509Certificate> certificates) {
  /** Most certificates: a device's store holds a few, a public one less than 200. */
  public static final int MAX_CERTIFICATES = 1000;

  /**
   * SHA-256 of the public keys of authorities whose private keys, or those of leaves below them,
   * were published for developers: whoever trusts them trusts everybody.
   */
  private static final Set<String> PUBLISHED_KEYS =
      Set.of(
          // "Pantavisor Dev CA", and "pv-developer-01" below it
          "c9e7fc455d03621b3a2d9cbd37611d5097301eda9b971e3bdb6825c30977e651",
          "25f31a135f2c353874b6880be22828137675af1736924cab98e6ebd311a72002",
          // "Pantacor Dev CA (OEM Root)", and "pv-oem-developer-001" below it
          "d21f876232beabb6a66b639738fe120cfe3fd8731b42ecf0519452ae23c1a345",
          "43a650b6d2c3b483d0ced45442c025a916b329e2d7973878f91d11d57e0d9ccc");

  public TrustStore {
    certificates = certificates.stream().distinct().toList();
    if (certificates.size() > MAX_CERTIFICATES) {
      throw new IllegalArgumentException("more than " + MAX_CERTIFICATES + " certificates");
    }
  }

  /**
   * Reads a PEM file.
   *
   * @throws Pem.InvalidPemException it holds no certificate, too many, or one that cannot be read:
   *     a device that meets such a one trusts none of the others either
   */
  public static TrustStore read(byte[] pem) throws Pem.InvalidPemException {
    List<X509Certificate> certificates = Pem.certificates(pem);
    if (certificates.isEmpty()) {
      throw new Pem.InvalidPemException("no certificate in it");
    }
    if (certificates.size() > MAX_CERTIFICATES) {
      throw new Pem.InvalidPemException("more than " + MAX_CERTIFICATES + " certificates in it");
    }
    return new TrustStore(certificates);
  }

  /** Those of the certificates that anybody can sign under, because their keys were published. */
  public List<X509Certificate> publishedKeys() {
    return certificates.stream()
        .filter(certificate ->
            PUBLISHED_KEYS.contains(Sha256.hex(certificate.getPublicKey().getEncoded())))
        .toList();
  }

  Set<TrustAnchor> anchors() {
    return certificates.stream()
        .filter(certificate -> certificate.getBasicConstraints() >= 0)
        .map(certificate -> new TrustAnchor(certificate, null))
        .collect(Collectors.toSet());
  }

  /** Whether a certificate is one of these and stands for itself. */
  boolean holdsSelfSigned(X509Certificate certificate) {
    return certificates.contains(certificate)
        && certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }
}
