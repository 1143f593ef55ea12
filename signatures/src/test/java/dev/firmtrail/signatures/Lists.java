package dev.firmtrail.signatures;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A revocation list before it is signed, good or not. */
final class Lists {
  private final Draft.Authority authority;
  private final X509v2CRLBuilder builder;
  private final Instant from;

  private Lists(Draft.Authority authority, String issuer, Instant from, Optional<Instant> to) {
    this.authority = authority;
    this.from = from;
    this.builder = new X509v2CRLBuilder(new X500Name(issuer), Date.from(from));
    to.ifPresent(next -> builder.setNextUpdate(Date.from(next)));
  }

  private static String name(Draft.Authority authority) {
    return authority.certificate().getSubjectX500Principal().getName();
  }

  /** Good for a day. */
  static Lists by(Draft.Authority authority) {
    return between(authority, Cases.NOW.minusSeconds(60), Cases.NOW.plus(Duration.ofDays(1)));
  }

  static Lists between(Draft.Authority authority, Instant from, Instant to) {
    return new Lists(authority, name(authority), from, Optional.of(to));
  }

  static Lists withoutEnd(Draft.Authority authority) {
    return new Lists(authority, name(authority), Cases.NOW.minusSeconds(60), Optional.empty());
  }

  /** In the name of one, by the key of another. */
  static Lists inTheNameOf(Draft.Authority named, Draft.Authority signing) {
    return new Lists(
        signing, name(named), Cases.NOW.minusSeconds(60), Optional.of(Cases.NOW.plusSeconds(60)));
  }

  Lists taking(Draft.Authority revoked) {
    return taking(revoked.certificate().getSerialNumber(), CRLReason.keyCompromise);
  }

  Lists taking(BigInteger serial, int reason) {
    builder.addCRLEntry(serial, Date.from(from), reason);
    return this;
  }

  /** Only what changed since another list. */
  Lists delta() {
    return with(Extension.deltaCRLIndicator, new ASN1Integer(1));
  }

  /** Of certificates that others issued. */
  Lists indirect() {
    return with(
        Extension.issuingDistributionPoint,
        new IssuingDistributionPoint(null, false, false, null, true, false));
  }

  private Lists with(ASN1ObjectIdentifier id, ASN1Encodable value) {
    try {
      builder.addExtension(id, true, value);
      return this;
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  byte[] der() {
    try {
      return builder
          .build(
              new JcaContentSignerBuilder("SHA256withECDSA").build(authority.keys().getPrivate()))
          .getEncoded();
    } catch (OperatorCreationException | IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  X509CRL list() {
    try {
      return (X509CRL)
          CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der()));
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    }
  }
}
