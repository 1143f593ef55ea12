package dev.firmtrail.signatures.device;

import dev.firmtrail.signatures.Algorithm;
import dev.firmtrail.signatures.Pem;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.RawText;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The certificates of a signature, leaf first, as a device walks them: by issuer's name and
 * signature, hash and key size, the CA flag and its path length. No dates, no usages, no
 * revocation.
 */
record DeviceChain(List<X509Certificate> certificates) {
  /** It goes no further up. */
  private static final int MOST_INTERMEDIATES = 8;

  /** SHA-2 with RSA (PKCS#1 v1.5) and with ECDSA. */
  private static final Set<String> SIGNATURES =
      Set.of(
          "1.2.840.113549.1.1.11",
          "1.2.840.113549.1.1.12",
          "1.2.840.113549.1.1.13",
          "1.2.840.113549.1.1.14",
          "1.2.840.10045.4.3.1",
          "1.2.840.10045.4.3.2",
          "1.2.840.10045.4.3.3",
          "1.2.840.10045.4.3.4");

  /** Reads what stands in a header; one that cannot be read refuses the signature. */
  static DeviceChain read(List<RawText> encoded) throws StoppedException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (RawText text : encoded) {
      certificates.add(
          DeviceBase64.decode(text)
              .map(RawText::toBytes)
              .flatMap(Pem::certificate)
              .filter(DeviceChain::isReadable)
              .orElseThrow(() ->
                  StoppedException.refused(
                      "x5c has an entry that is no certificate of an RSA or EC key")));
    }
    if (certificates.isEmpty()) {
      throw StoppedException.refused("x5c is there, and has no certificate");
    }
    return new DeviceChain(certificates);
  }

  private static boolean isReadable(X509Certificate certificate) {
    PublicKey key = certificate.getPublicKey();
    return key instanceof ECPublicKey
        || (key instanceof RSAPublicKey && key.getAlgorithm().equals("RSA"));
  }

  X509Certificate leaf() {
    return certificates.getFirst();
  }

  /** Refuses what does not lead to the store. */
  void requireTrustBy(List<X509Certificate> store) throws StoppedException {
    for (X509Certificate trusted : store) {
      if (!isReadable(trusted)) {
        throw StoppedException.refused(
            "the device cannot read its store, where the key of "
                + name(trusted)
                + " is neither RSA nor EC");
      }
    }
    requireKey(leaf());
    int child = 0;
    int selfIssued = 0;
    for (int above = 0; above <= MOST_INTERMEDIATES; above++) {
      X509Certificate certificate = certificates.get(child);
      requireSha2(certificate);
      boolean isItsOwnIssuer = isIssuer(certificate, certificate);
      if (above == 0 && isItsOwnIssuer && store.contains(certificate)) {
        return;
      }
      int between = above - selfIssued;
      Optional<X509Certificate> anchor =
          store.stream()
              .filter(trusted -> mayIssue(trusted, certificate, between))
              .filter(trusted -> isSigned(certificate, trusted))
              .findFirst();
      if (anchor.isPresent()) {
        requireKey(anchor.get());
        return;
      }
      child = issuer(child, between);
      if (above > 0 && isItsOwnIssuer) {
        selfIssued++;
      }
    }
    throw StoppedException.refused("x5c has more than " + MOST_INTERMEDIATES + " intermediates");
  }

  /** The first one behind a certificate that may have issued it, and must have. */
  private int issuer(int child, int between) throws StoppedException {
    X509Certificate certificate = certificates.get(child);
    for (int i = child + 1; i < certificates.size(); i++) {
      X509Certificate candidate = certificates.get(i);
      if (mayIssue(candidate, certificate, between)) {
        if (!isSigned(certificate, candidate)) {
          throw StoppedException.refused(name(candidate) + " did not sign " + name(certificate));
        }
        requireKey(candidate);
        return i;
      }
    }
    throw StoppedException.refused(
        "no certificate authority of the store or of x5c issued " + name(certificate));
  }

  /**
   * @param between certificates between the issued one and the leaf, the leaf too
   */
  private static boolean mayIssue(X509Certificate issuer, X509Certificate issued, int between) {
    // Less than 0 for what is no authority.
    int pathLength = issuer.getBasicConstraints();
    return isIssuer(issuer, issued) && pathLength >= between;
  }

  private static boolean isIssuer(X509Certificate issuer, X509Certificate issued) {
    return issuer.getSubjectX500Principal().equals(issued.getIssuerX500Principal());
  }

  private static boolean isSigned(X509Certificate issued, X509Certificate issuer) {
    try {
      issued.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException | ProviderException notByIt) {
      return false;
    }
  }

  private static void requireSha2(X509Certificate certificate) throws StoppedException {
    if (!SIGNATURES.contains(certificate.getSigAlgOID())) {
      throw StoppedException.refused(
          name(certificate) + " is signed with " + certificate.getSigAlgName() + ", not SHA-2");
    }
  }

  private static void requireKey(X509Certificate certificate) throws StoppedException {
    if (certificate.getPublicKey() instanceof RSAPublicKey rsa
        && rsa.getModulus().bitLength() < Algorithm.MIN_RSA_BITS) {
      throw StoppedException.refused(
          "the RSA key of "
              + name(certificate)
              + " has "
              + rsa.getModulus().bitLength()
              + " bits, fewer than "
              + Algorithm.MIN_RSA_BITS);
    }
  }

  private static String name(X509Certificate certificate) {
    return Shown.text(certificate.getSubjectX500Principal().getName());
  }
}
