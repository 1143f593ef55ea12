package dev.firmtrail.signatures;

import dev.firmtrail.state.Shown;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What PKIX leaves to the application: algorithms, what keys may be used for, and the root's own
 * dates. See {@code docs/formats/signatures.md}, Certificates.
 *
 * @param time when the certificates have to be valid
 */
record PathRules(Purpose purpose, Instant time) {
  private static final String ANY_USAGE = "2.5.29.37.0";
  private static final int DIGITAL_SIGNATURE = 0;

  /** No SHA-1, as on devices. */
  private static final Set<String> SIGNED_BY =
      Set.of(
          "SHA256withRSA",
          "SHA384withRSA",
          "SHA512withRSA",
          "SHA256withECDSA",
          "SHA384withECDSA",
          "SHA512withECDSA");

  /** Passes if the first of a path may be used; the path ends with the root. */
  void check(List<X509Certificate> path) throws RefusedException {
    for (X509Certificate certificate : path) {
      checkAnyPlace(certificate);
    }
    // What a root says of itself nobody asks: it is trusted because it is in the store.
    for (X509Certificate certificate : path.subList(0, Math.max(1, path.size() - 1))) {
      checkHash(certificate);
    }
    X509Certificate leaf = path.getFirst();
    boolean[] usage = leaf.getKeyUsage();
    if (usage != null && !usage[DIGITAL_SIGNATURE]) {
      throw new RefusedException(
          Reason.BAD_CERTIFICATE, name(leaf) + " is not for signatures (key usage)");
    }
  }

  /** What has to hold wherever in a path a certificate stands. */
  void checkAnyPlace(X509Certificate certificate) throws RefusedException {
    checkDates(certificate);
    checkKey(certificate);
    checkExtendedUsage(certificate);
  }

  void checkDates(X509Certificate certificate) throws RefusedException {
    Instant from = certificate.getNotBefore().toInstant();
    Instant to = certificate.getNotAfter().toInstant();
    if (time.isBefore(from) || time.isAfter(to)) {
      throw new RefusedException(
          Reason.OUT_OF_DATE,
          name(certificate) + " is valid from " + from + " to " + to + ", not at " + time);
    }
  }

  private static void checkKey(X509Certificate certificate) throws RefusedException {
    if (Algorithm.of(certificate.getPublicKey()).isEmpty()) {
      throw new RefusedException(
          Reason.BAD_CERTIFICATE,
          "the key of " + name(certificate) + " is too small, or of a kind that is not accepted");
    }
  }

  private static void checkHash(X509Certificate certificate) throws RefusedException {
    if (!SIGNED_BY.contains(certificate.getSigAlgName())) {
      throw new RefusedException(
          Reason.BAD_CERTIFICATE,
          name(certificate) + " is signed by " + Shown.text(certificate.getSigAlgName()));
    }
  }

  /** A certificate that says nothing may do everything; an authority restricts those below it. */
  private void checkExtendedUsage(X509Certificate certificate) throws RefusedException {
    try {
      List<String> usages = certificate.getExtendedKeyUsage();
      if (usages != null && !usages.contains(purpose.usage()) && !usages.contains(ANY_USAGE)) {
        throw new RefusedException(
            Reason.BAD_CERTIFICATE,
            name(certificate) + " is not for " + purpose.words() + " (extended key usage)");
      }
    } catch (CertificateParsingException broken) {
      throw new RefusedException(
          Reason.BAD_CERTIFICATE, name(certificate) + " has a broken extended key usage", broken);
    }
  }

  static String name(X509Certificate certificate) {
    return Shown.text(certificate.getSubjectX500Principal().getName());
  }
}
