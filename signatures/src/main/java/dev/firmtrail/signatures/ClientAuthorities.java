package dev.firmtrail.signatures;

import dev.firmtrail.state.Shown;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/**
 * Authorities that vouch for the clients of a TLS server by certificates (RFC 5280): which clients
 * they vouch for is asked after the handshake, in which a client proves that the key is its own.
 * Immutable.
 */
public final class ClientAuthorities {
  /**
   * Most bytes of their file. The names of all fit into what TLS has for them (65,535 bytes), and a
   * device has little room for that message.
   */
  public static final int MAX_BYTES = 64 << 10;

  private static final int MAX_CERTIFICATES = 32;
  private static final int MAY_SIGN_CERTIFICATES = 5;

  private final TrustStore store;

  private ClientAuthorities(TrustStore store) {
    this.store = store;
  }

  /**
   * Reads a PEM file.
   *
   * @throws Pem.InvalidPemException it is too large, holds none, or something else than
   *     certificates of authorities that are valid now and that not everybody can sign for
   */
  public static ClientAuthorities read(byte[] pem, Instant now) throws Pem.InvalidPemException {
    if (pem.length > MAX_BYTES) {
      throw new Pem.InvalidPemException("more than " + MAX_BYTES + " bytes");
    }
    for (Pem block : Pem.read(pem)) {
      if (!block.label().equals(Pem.CERTIFICATE)) {
        throw new Pem.InvalidPemException(
            "a " + block.label() + "; only certificates of authorities belong there");
      }
    }
    TrustStore store = TrustStore.read(pem);
    if (store.certificates().size() > MAX_CERTIFICATES) {
      throw new Pem.InvalidPemException("more than " + MAX_CERTIFICATES + " certificates");
    }
    for (X509Certificate each : store.publishedKeys()) {
      throw new Pem.InvalidPemException(
          PathRules.name(each) + ", whose private key was published: anybody can sign for it");
    }
    for (X509Certificate each : store.certificates()) {
      refuseUnfit(each, now);
    }
    return new ClientAuthorities(store);
  }

  private static void refuseUnfit(X509Certificate authority, Instant now)
      throws Pem.InvalidPemException {
    boolean[] usage = authority.getKeyUsage();
    if (authority.getBasicConstraints() < 0 || (usage != null && !usage[MAY_SIGN_CERTIFICATES])) {
      throw new Pem.InvalidPemException(PathRules.name(authority) + ", which is of no authority");
    }
    try {
      new PathRules(Purpose.CLIENT_AUTHENTICATION, now).checkAnyPlace(authority);
    } catch (RefusedException unfit) {
      throw new Pem.InvalidPemException(unfit.detail());
    }
  }

  /** In the order of the file. */
  public List<X509Certificate> certificates() {
    return store.certificates();
  }

  /**
   * Why these authorities do not vouch for a client; empty if they do.
   *
   * @param chain as the client showed it: its own certificate, then each that signed the one before
   * @param time when all have to be valid
   */
  public Optional<String> objection(List<X509Certificate> chain, Instant time) {
    try {
      check(chain, new PathRules(Purpose.CLIENT_AUTHENTICATION, time));
      return Optional.empty();
    } catch (RefusedException refused) {
      return Optional.of(refused.detail());
    }
  }

  private void check(List<X509Certificate> chain, PathRules rules) throws RefusedException {
    X509Certificate leaf = chain.getFirst();
    if (leaf.getBasicConstraints() >= 0) {
      throw new RefusedException(
          Reason.BAD_CERTIFICATE, PathRules.name(leaf) + " is of an authority, not of a client");
    }
    List<X509Certificate> path = new ArrayList<>(untilAuthority(chain));
    for (X509Certificate certificate : path) {
      rules.checkDates(certificate);
    }
    try {
      PKIXParameters parameters = new PKIXParameters(store.anchors());
      parameters.setDate(Date.from(rules.time()));
      parameters.setRevocationEnabled(false);
      // Never a builder: what it tries grows with each certificate that a stranger adds.
      PKIXCertPathValidatorResult valid =
          (PKIXCertPathValidatorResult)
              CertPathValidator.getInstance("PKIX")
                  .validate(
                      CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
      path.add(valid.getTrustAnchor().getTrustedCert());
    } catch (CertPathValidatorException | InvalidAlgorithmParameterException none) {
      throw untrusted(leaf);
    } catch (GeneralSecurityException everyJdkHasThem) {
      throw new IllegalStateException(everyJdkHasThem);
    }
    rules.check(path);
  }

  /** What follows after the certificate that one of the authorities issued says nothing. */
  private List<X509Certificate> untilAuthority(List<X509Certificate> chain)
      throws RefusedException {
    for (int i = 0; i < chain.size(); i++) {
      X509Certificate issued = chain.get(i);
      if (certificates().stream()
          .anyMatch(
              each -> each.getSubjectX500Principal().equals(issued.getIssuerX500Principal()))) {
        return chain.subList(0, i + 1);
      }
    }
    throw untrusted(chain.getFirst());
  }

  private static RefusedException untrusted(X509Certificate leaf) {
    return new RefusedException(
        Reason.UNTRUSTED,
        "no authority that is trusted vouches for "
            + PathRules.name(leaf)
            + ", issued by "
            + Shown.text(leaf.getIssuerX500Principal().getName()));
  }
}
