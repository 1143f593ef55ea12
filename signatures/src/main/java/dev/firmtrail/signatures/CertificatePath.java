package dev.firmtrail.signatures;

import dev.firmtrail.state.Shown;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * Whether somebody who is trusted vouches for a leaf's signatures on software: path building and
 * validation by PKIX (RFC 5280, 6), which the JDK does, and what PKIX leaves to the application:
 * algorithms, what keys may be used for, the root's own dates, revocation. See {@code
 * docs/formats/signatures.md}, Certificates.
 */
final class CertificatePath {
  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
  private static final String ANY_USAGE = "2.5.29.37.0";

  /** Certificates between the leaf and the root. */
  private static final int MAX_INTERMEDIATES = 6;

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

  private final TrustStore roots;
  private final RevocationLists revoked;
  private final Instant time;

  /**
   * @param time when the certificates have to be valid
   */
  CertificatePath(TrustStore roots, RevocationLists revoked, Instant time) {
    this.roots = roots;
    this.revoked = revoked;
    this.time = time;
  }

  /** Passes if the first of the certificates may sign. */
  void check(List<X509Certificate> chain) throws RefusedException {
    X509Certificate leaf = chain.getFirst();
    List<X509Certificate> path = path(chain);
    for (X509Certificate certificate : path) {
      checkDates(certificate);
      checkKey(certificate);
      checkExtendedUsage(certificate);
    }
    // What a root says of itself nobody asks: it is trusted because it is in the store.
    for (X509Certificate certificate : path.subList(0, Math.max(1, path.size() - 1))) {
      checkHash(certificate);
    }
    boolean[] usage = leaf.getKeyUsage();
    if (usage != null && !usage[DIGITAL_SIGNATURE]) {
      throw new RefusedException(
          Reason.BAD_CERTIFICATE, name(leaf) + " is not for signatures (key usage)");
    }
    for (int i = 0; i + 1 < path.size(); i++) {
      revoked.check(path.get(i), path.get(i + 1), time);
    }
  }

  /** From the leaf to the root. */
  private List<X509Certificate> path(List<X509Certificate> chain) throws RefusedException {
    X509Certificate leaf = chain.getFirst();
    if (roots.holdsSelfSigned(leaf)) {
      return List.of(leaf);
    }
    Set<TrustAnchor> anchors = roots.anchors();
    if (anchors.isEmpty()) {
      throw new RefusedException(
          Reason.UNTRUSTED, "the trust store has no certificate of an authority");
    }
    checkDates(leaf);
    try {
      X509CertSelector target = new X509CertSelector();
      target.setCertificate(leaf);
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
      parameters.setDate(Date.from(time));
      parameters.setRevocationEnabled(false);
      parameters.setMaxPathLength(MAX_INTERMEDIATES);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
      PKIXCertPathBuilderResult built =
          (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
      List<X509Certificate> path = new ArrayList<>();
      for (Certificate certificate : built.getCertPath().getCertificates()) {
        path.add((X509Certificate) certificate);
      }
      path.add(built.getTrustAnchor().getTrustedCert());
      return path;
    } catch (CertPathBuilderException | InvalidAlgorithmParameterException none) {
      checkDatesOfIssuers(chain);
      throw new RefusedException(
          Reason.UNTRUSTED,
          "no path leads from "
              + name(leaf)
              + ", issued by "
              + Shown.text(leaf.getIssuerX500Principal().getName())
              + ", to a trusted root",
          none);
    } catch (GeneralSecurityException everyJdkHasThem) {
      throw new IllegalStateException(everyJdkHasThem);
    }
  }

  /** The builder answers every failure with "no path", and dates are what somebody can mend. */
  private void checkDatesOfIssuers(List<X509Certificate> chain) throws RefusedException {
    for (X509Certificate authority : chain) {
      X500Principal name = authority.getSubjectX500Principal();
      if (chain.stream().anyMatch(below -> below.getIssuerX500Principal().equals(name))) {
        checkDates(authority);
      }
    }
  }

  private void checkDates(X509Certificate certificate) throws RefusedException {
    Instant from = certificate.getNotBefore().toInstant();
    Instant to = certificate.getNotAfter().toInstant();
    if (time.isBefore(from) || time.isAfter(to)) {
      throw new RefusedException(
          Reason.OUT_OF_DATE,
          name(certificate) + " is valid from " + from + " to " + to + ", not at " + time);
    }
  }

  private static void checkHash(X509Certificate certificate) throws RefusedException {
    if (!SIGNED_BY.contains(certificate.getSigAlgName())) {
      throw new RefusedException(
          Reason.BAD_CERTIFICATE,
          name(certificate) + " is signed by " + Shown.text(certificate.getSigAlgName()));
    }
  }

  private static void checkKey(X509Certificate certificate) throws RefusedException {
    if (Algorithm.of(certificate.getPublicKey()).isEmpty()) {
      throw new RefusedException(
          Reason.BAD_CERTIFICATE,
          "the key of " + name(certificate) + " is too small, or of a kind that is not accepted");
    }
  }

  /** A certificate that says nothing may do everything; an authority restricts those below it. */
  private static void checkExtendedUsage(X509Certificate certificate) throws RefusedException {
    try {
      List<String> usages = certificate.getExtendedKeyUsage();
      if (usages != null && !usages.contains(CODE_SIGNING) && !usages.contains(ANY_USAGE)) {
        throw new RefusedException(
            Reason.BAD_CERTIFICATE,
            name(certificate) + " is not for signing code (extended key usage)");
      }
    } catch (CertificateParsingException broken) {
      throw new RefusedException(
          Reason.BAD_CERTIFICATE, name(certificate) + " has a broken extended key usage", broken);
    }
  }

  private static String name(X509Certificate certificate) {
    return Shown.text(certificate.getSubjectX500Principal().getName());
  }
}
