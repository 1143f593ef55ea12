package dev.firmtrail.signatures.keys;

import dev.firmtrail.signatures.Pem;
import dev.firmtrail.signatures.SigningKey;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Certificates that go along with a signature, leaf first: at least one.
 *
 * @param name what they were read from, for messages
 */
record Chain(String name, List<X509Certificate> certificates) {
  /** From the bytes of a PEM file. */
  static Chain read(String name, byte[] file) throws UnusableKeyException {
    List<X509Certificate> certificates;
    try {
      certificates = Pem.certificates(file);
    } catch (Pem.InvalidPemException refused) {
      throw new UnusableKeyException(
          name,
          "is no chain of certificates: " + refused.getMessage(),
          "give a PEM file, the key's certificate first");
    }
    if (certificates.isEmpty()) {
      // The published program then writes "x5c":null, and devices refuse the signature.
      throw new UnusableKeyException(
          name,
          "holds no certificate, and devices refuse a signature with an empty chain",
          "give a PEM file with the key's certificate first, or no chain");
    }
    return new Chain(name, certificates);
  }

  static Chain read(String name, Path file) throws UnusableKeyException {
    return read(name, KeyFile.read(file, name).content());
  }

  /** Puts it beside its key. */
  SigningKey with(PrivateKey key, PublicKey publicKey) throws UnusableKeyException {
    for (int i = 0; i < certificates.size(); i++) {
      if (certificates.get(i).getPublicKey().equals(publicKey)) {
        if (i == 0) {
          return new SigningKey(key, publicKey, certificates);
        }
        throw new UnusableKeyException(
            name, "has the key's certificate in place " + (i + 1), "put it first");
      }
    }
    throw new UnusableKeyException(
        name,
        "begins with a certificate of another key: "
            + certificates.getFirst().getSubjectX500Principal().getName(),
        "give the certificate of this key");
  }
}
