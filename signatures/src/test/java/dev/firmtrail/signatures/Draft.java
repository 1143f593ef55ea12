package dev.firmtrail.signatures;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate before it is signed, good or not: valid around {@link Cases#NOW}, P-256, of its own
 * issue, without extensions, until something else is said.
 */
final class Draft {
  static final Instant FROM = Cases.NOW.minus(Duration.ofDays(365));
  static final Instant TO = Cases.NOW.plus(Duration.ofDays(365));

  private static final AtomicLong SERIAL = new AtomicLong(1);

  private final String subject;
  private final List<Addition> additions = new ArrayList<>();
  private KeyPair keys = Keys.ec("secp256r1");
  private SubjectPublicKeyInfo publicKey =
      SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
  private Optional<Authority> issuer = Optional.empty();
  private Optional<String> issuerName = Optional.empty();
  private Instant from = FROM;
  private Instant to = TO;
  private Optional<String> signedBy = Optional.empty();

  private record Addition(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {}

  /** A certificate and the key that it is of. */
  record Authority(X509Certificate certificate, KeyPair keys) {
    TrustStore alone() {
      return new TrustStore(List.of(certificate));
    }
  }

  private Draft(String subject) {
    this.subject = subject;
  }

  static Draft of(String commonName) {
    return new Draft("CN=" + commonName);
  }

  /** With all of its name. */
  static Draft named(String subject) {
    return new Draft(subject);
  }

  /** An authority that may have others below it. */
  static Draft authority(String commonName) {
    return of(commonName).mayIssue().usage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
  }

  /** A leaf as the published developer keys have it. */
  static Draft leaf(String commonName, Authority issuer) {
    return of(commonName)
        .issuedBy(issuer)
        .usage(KeyUsage.digitalSignature)
        .extendedUsage(KeyPurposeId.id_kp_codeSigning);
  }

  Draft keys(KeyPair pair) {
    keys = pair;
    publicKey = SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
    return this;
  }

  Draft publicKey(SubjectPublicKeyInfo other) {
    publicKey = other;
    return this;
  }

  Draft issuedBy(Authority authority) {
    issuer = Optional.of(authority);
    return this;
  }

  /** In place of the subject of the issuer. */
  Draft issuerName(String commonName) {
    issuerName = Optional.of("CN=" + commonName);
    return this;
  }

  Draft valid(Instant first, Instant last) {
    from = first;
    to = last;
    return this;
  }

  Draft signedBy(String algorithm) {
    signedBy = Optional.of(algorithm);
    return this;
  }

  Draft mayIssue() {
    return with(Extension.basicConstraints, true, new BasicConstraints(true));
  }

  Draft mayIssue(int intermediatesBelow) {
    return with(Extension.basicConstraints, true, new BasicConstraints(intermediatesBelow));
  }

  Draft usage(int bits) {
    return with(Extension.keyUsage, true, new KeyUsage(bits));
  }

  Draft extendedUsage(KeyPurposeId... purposes) {
    return with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
  }

  /** An extension that nobody knows. */
  Draft unknown(boolean critical) {
    return with(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"), critical, DERNull.INSTANCE);
  }

  Draft with(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
    additions.add(new Addition(id, critical, value));
    return this;
  }

  /** Signs it, with its own key or with that of its issuer. */
  Authority sign() {
    try {
      X509CertificateHolder signed = new X509CertificateHolder(der());
      return new Authority(new JcaX509CertificateConverter().getCertificate(signed), keys);
    } catch (IOException | GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /** The same, where it may be one that the JDK does not read. */
  byte[] der() {
    KeyPair signing = issuer.map(Authority::keys).orElse(keys);
    String issuedBy =
        issuerName.orElseGet(() ->
            issuer
                .map(authority -> authority.certificate().getSubjectX500Principal().getName())
                .orElse(subject));
    String algorithm =
        signedBy.orElse(
            signing.getPrivate().getAlgorithm().equals("RSA")
                ? "SHA256withRSA"
                : "SHA256withECDSA");
    try {
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              new X500Name(issuedBy),
              BigInteger.valueOf(SERIAL.getAndIncrement()),
              Date.from(from),
              Date.from(to),
              new X500Name(subject),
              publicKey);
      for (Addition addition : additions) {
        builder.addExtension(addition.id(), addition.critical(), addition.value());
      }
      return builder
          .build(new JcaContentSignerBuilder(algorithm).build(signing.getPrivate()))
          .getEncoded();
    } catch (OperatorCreationException | IOException broken) {
      throw new IllegalStateException(broken);
    }
  }
}
