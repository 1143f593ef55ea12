package dev.firmtrail.signatures;

import dev.firmtrail.state.Shown;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
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
 * validation by PKIX (RFC 5280, 6), which the JDK does, {@link PathRules}, and revocation. See
 * {@code docs/formats/signatures.md}, Certificates.
 */
final class CertificatePath {
  /** Certificates between the leaf and the root. */
  private static final int MAX_INTERMEDIATES = 6;

  private final TrustStore roots;
  private final RevocationLists revoked;
  private final PathRules rules;

  /**
   * @param time when the certificates have to be valid
   */
  CertificatePath(TrustStore roots, RevocationLists revoked, Instant time) {
    this.roots = roots;
    this.revoked = revoked;
    this.rules = new PathRules(Purpose.CODE_SIGNING, time);
  }

  /** Passes if the first of the certificates may sign. */
  void check(List<X509Certificate> chain) throws RefusedException {
    List<X509Certificate> path = path(chain);
    rules.check(path);
    for (int i = 0; i + 1 < path.size(); i++) {
      revoked.check(path.get(i), path.get(i + 1), rules.time());
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
    rules.checkDates(leaf);
    try {
      X509CertSelector target = new X509CertSelector();
      target.setCertificate(leaf);
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
      parameters.setDate(Date.from(rules.time()));
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
              + PathRules.name(leaf)
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
        rules.checkDates(authority);
      }
    }
  }
}
