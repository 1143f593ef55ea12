package dev.firmtrail.signatures.keys;

import dev.firmtrail.signatures.Pem;
import dev.firmtrail.signatures.SigningKey;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;

/** A new key and its certificate, as they go into files. Immutable; shows no key. */
public record Issued(PrivateKey key, X509Certificate certificate) {
  /** What {@code openssl pkcs8} calls {@code PRIVATE KEY}: not under a passphrase. */
  public String keyPem() {
    return Pem.text("PRIVATE KEY", key.getEncoded());
  }

  /**
   * The key under a passphrase, which openssl and {@link KeySource} open.
   *
   * @param passphrase left as it is
   */
  public String keyPem(char[] passphrase) {
    return Pem.text(
        "ENCRYPTED PRIVATE KEY", EncryptedPkcs8.encrypted(key.getEncoded(), passphrase));
  }

  /** The certificate alone: of a leaf the chain file, of an authority what devices trust. */
  public String certificatePem() {
    return pem(certificate);
  }

  /** To sign with at once; an authority signs certificates with it. */
  public SigningKey signingKey() {
    return new SigningKey(key, certificate.getPublicKey(), List.of(certificate));
  }

  /** A certificate as PEM text. */
  public static String pem(X509Certificate certificate) {
    try {
      return Pem.text(Pem.CERTIFICATE, certificate.getEncoded());
    } catch (CertificateEncodingException itWasRead) {
      throw new IllegalStateException(itWasRead);
    }
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "Issued " + certificate.getSubjectX500Principal().getName();
  }
}
