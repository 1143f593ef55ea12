package dev.firmtrail.signatures.keys;

import dev.firmtrail.signatures.Pem;
import dev.firmtrail.signatures.SigningKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Makes an authority of one's own, and with it certificates of keys that sign firmware, and lists
 * of those that are revoked. What it makes passes the checks of published programs, of devices and
 * of {@code openssl verify}; RFC 5280. Nothing is written: whoever calls keeps the texts.
 *
 * <p>An authority is a {@link SigningKey} whose first certificate is its own; its key may lie in a
 * token. It signs leaves alone, no further authorities. Stateless.
 */
public final class DeveloperAuthority {
  /** How long a list of revoked certificates is to be believed without a newer one. */
  public static final Duration LIST_HOLDS = Duration.ofDays(30);

  /** Why a certificate is revoked; a list carries it to whoever reads it. */
  public enum Reason {
    /** Somebody else has the key, or may have it. */
    COMPROMISED(CRLReason.keyCompromise),
    /** Another key signs from now on. */
    REPLACED(CRLReason.superseded),
    /** The key is lost, or nobody signs any more. */
    NOT_USED(CRLReason.cessationOfOperation),
    UNSPECIFIED(CRLReason.unspecified);

    private final int code;

    Reason(int code) {
      this.code = code;
    }
  }

  private static final int LONGEST_NAME = 64;
  private static final int SERIAL_BITS = 128;

  /** Places in the row that the JDK gives of a certificate's key usage. */
  private static final int MAY_SIGN_CERTIFICATES = 5;

  private static final int MAY_SIGN_LISTS = 6;
  private static final String LIST_LABEL = "X509 CRL";
  private static final SecureRandom RANDOM = new SecureRandom();

  private DeveloperAuthority() {}

  /**
   * A new authority, and its key.
   *
   * @param commonName what it is called; 1 to 64 characters
   * @throws IllegalArgumentException the name is none
   */
  public static Issued create(String commonName, KeyKind kind, Term term) {
    KeyPair pair = kind.pair();
    X500Principal name = name(commonName);
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              serial(),
              Date.from(term.start()),
              Date.from(term.end()),
              name,
              pair.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
      SigningKey self = new SigningKey(pair.getPrivate(), pair.getPublic(), List.of());
      return new Issued(
          pair.getPrivate(),
          new JcaX509CertificateConverter().getCertificate(builder.build(signer(self))));
    } catch (GeneralSecurityException | IOException | OperatorCreationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * A new key, and a certificate of it.
   *
   * @param term cut to that of the authority
   * @throws IllegalArgumentException the name is none
   * @throws UnusableKeyException the authority is none, has ended, or has that very name
   */
  public static Issued issue(SigningKey authority, String commonName, KeyKind kind, Term term)
      throws UnusableKeyException {
    KeyPair pair = kind.pair();
    return new Issued(pair.getPrivate(), certify(authority, pair.getPublic(), commonName, term));
  }

  /**
   * A certificate of a key that is there already, such as one that was made in a token. That its
   * owner has the private half is taken from whoever calls.
   *
   * @throws IllegalArgumentException the name is none
   * @throws UnusableKeyException as {@link #issue}; or nothing can be signed with such a key
   */
  public static X509Certificate certify(
      SigningKey authority, PublicKey key, String commonName, Term term)
      throws UnusableKeyException {
    X500Principal name = name(commonName);
    PublicHalf.refuseOthers(name.getName(), key);
    return leaf(authority, key, name, term);
  }

  /**
   * A new certificate for the key and name of an old one, which goes on to hold until it ends.
   *
   * @throws UnusableKeyException as {@link #issue}; or the old one is not from this authority
   */
  public static X509Certificate renew(SigningKey authority, X509Certificate old, Term term)
      throws UnusableKeyException {
    refuseForeign(authority, old);
    return leaf(authority, old.getPublicKey(), old.getSubjectX500Principal(), term);
  }

  private static X509Certificate leaf(
      SigningKey authority, PublicKey key, X500Principal name, Term term)
      throws UnusableKeyException {
    X509Certificate ca = certificate(authority, MAY_SIGN_CERTIFICATES);
    if (ca.getSubjectX500Principal().equals(name)) {
      throw new UnusableKeyException(
          name.getName(), "is the name of the authority itself", "choose another name");
    }
    Term within =
        term.within(ca.getNotBefore().toInstant(), ca.getNotAfter().toInstant())
            .orElseThrow(() -> over(ca));
    try {
      JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              ca, serial(), Date.from(within.start()), Date.from(within.end()), name, key);
      builder.addExtension(Extension.basicConstraints, false, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning));
      builder.addExtension(
          Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(key));
      builder.addExtension(
          Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(ca));
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer(authority)));
    } catch (GeneralSecurityException
        | IOException
        | OperatorCreationException
        | RuntimeException cannot) {
      throw cannotSign(ca);
    }
  }

  /**
   * The list of revoked certificates, with more of them, or the same for another {@link
   * #LIST_HOLDS}. A certificate that is listed already stays as it is.
   *
   * @param existing the PEM or DER bytes of the list so far; empty for the first
   * @param certificates to revoke now; may be none
   * @return PEM text
   * @throws UnusableKeyException the authority is none or has ended; the list or a certificate is
   *     not from it, or cannot be read
   */
  public static String revoke(
      SigningKey authority,
      Optional<byte[]> existing,
      List<X509Certificate> certificates,
      Reason reason,
      Instant now)
      throws UnusableKeyException {
    X509Certificate ca = certificate(authority, MAY_SIGN_LISTS);
    if (now.isAfter(ca.getNotAfter().toInstant())) {
      throw over(ca);
    }
    Optional<X509CRL> known = Optional.empty();
    if (existing.isPresent()) {
      known = Optional.of(list(authority, existing.get()));
    }
    for (X509Certificate certificate : certificates) {
      refuseForeign(authority, certificate);
    }
    return list(authority, known, certificates, reason, now);
  }

  private static String list(
      SigningKey authority,
      Optional<X509CRL> known,
      List<X509Certificate> certificates,
      Reason reason,
      Instant now)
      throws UnusableKeyException {
    X509Certificate ca = authority.chain().getFirst();
    try {
      X509v2CRLBuilder builder = new JcaX509v2CRLBuilder(ca, Date.from(now));
      builder.setNextUpdate(Date.from(now.plus(LIST_HOLDS)));
      builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number(known)));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(ca));
      if (known.isPresent()) {
        builder.addCRL(new JcaX509CRLHolder(known.get()));
      }
      for (X509Certificate certificate : certificates) {
        if (known.isEmpty() || !known.get().isRevoked(certificate)) {
          builder.addCRLEntry(certificate.getSerialNumber(), Date.from(now), reason.code);
        }
      }
      return Pem.text(LIST_LABEL, builder.build(signer(authority)).getEncoded());
    } catch (GeneralSecurityException
        | IOException
        | OperatorCreationException
        | RuntimeException cannot) {
      throw cannotSign(ca);
    }
  }

  /** The list so far; signed by this very authority, or whoever wrote it could take names off. */
  private static X509CRL list(SigningKey authority, byte[] bytes) throws UnusableKeyException {
    try {
      X509CRL list =
          (X509CRL)
              CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(bytes));
      list.verify(authority.publicKey());
      return list;
    } catch (GeneralSecurityException | RuntimeException refused) {
      throw new UnusableKeyException(
          "the list of revoked certificates",
          "cannot be read, or is not signed by this authority",
          "give the last one that it made");
    }
  }

  private static BigInteger number(Optional<X509CRL> known) {
    return known
        .map(list -> list.getExtensionValue(Extension.cRLNumber.getId()))
        .map(value -> ASN1Integer.getInstance(ASN1OctetString.getInstance(value).getOctets()))
        .map(last -> last.getValue().add(BigInteger.ONE))
        .orElse(BigInteger.ONE);
  }

  private static X509Certificate certificate(SigningKey authority, int right)
      throws UnusableKeyException {
    if (authority.chain().isEmpty()) {
      throw new UnusableKeyException(
          "the authority", "has no certificate", "give its certificate as the chain of its key");
    }
    X509Certificate ca = authority.chain().getFirst();
    boolean @Nullable [] rights = ca.getKeyUsage();
    if (ca.getBasicConstraints() < 0 || (rights != null && !rights[right])) {
      throw new UnusableKeyException(
          ca.getSubjectX500Principal().getName(),
          "is no authority: its certificate does not let it sign this",
          "give the authority's own key and certificate");
    }
    return ca;
  }

  private static void refuseForeign(SigningKey authority, X509Certificate certificate)
      throws UnusableKeyException {
    try {
      certificate.verify(authority.publicKey());
    } catch (GeneralSecurityException | RuntimeException notFromIt) {
      throw new UnusableKeyException(
          certificate.getSubjectX500Principal().getName(),
          "has a certificate that is not from this authority",
          "give the authority that made it");
    }
  }

  private static UnusableKeyException over(X509Certificate ca) {
    return new UnusableKeyException(
        ca.getSubjectX500Principal().getName(),
        "holds until " + ca.getNotAfter().toInstant() + " only",
        "make a new authority");
  }

  private static UnusableKeyException cannotSign(X509Certificate ca) {
    return new UnusableKeyException(
        ca.getSubjectX500Principal().getName(), "does not sign", "look at its key or token");
  }

  private static ContentSigner signer(SigningKey key) throws OperatorCreationException {
    String algorithm =
        switch (key.algorithm()) {
          case RS256 -> "SHA256withRSA";
          case ES256 -> "SHA256withECDSA";
          case ES384 -> "SHA384withECDSA";
          case ES512 -> throw new IllegalStateException("nothing is signed with ES512");
        };
    return new JcaContentSignerBuilder(algorithm).build(key.key());
  }

  private static X500Principal name(String commonName) {
    if (commonName.isBlank()
        || commonName.codePointCount(0, commonName.length()) > LONGEST_NAME
        || commonName.codePoints().anyMatch(DeveloperAuthority::isNoCharacter)) {
      throw new IllegalArgumentException(
          "a common name has 1 to " + LONGEST_NAME + " characters, and no control characters");
    }
    try {
      return new X500Principal(
          new X500NameBuilder(BCStyle.INSTANCE)
              .addRDN(BCStyle.CN, commonName)
              .build()
              .getEncoded());
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static boolean isNoCharacter(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
  }

  /** Positive, and as long as is said: the first bit is always 1. */
  private static BigInteger serial() {
    return new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1);
  }
}
