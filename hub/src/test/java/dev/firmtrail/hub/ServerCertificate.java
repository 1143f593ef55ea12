package dev.firmtrail.hub;

import dev.firmtrail.hub.web.TlsFiles;
import dev.firmtrail.signatures.Pem;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate for 127.0.0.1 as authorities make them for servers, in files as an operator has
 * them, and what a client needs that trusts the authority.
 */
final class ServerCertificate {
  private static final Duration TERM = Duration.ofDays(1);

  private final Path directory;
  private final X509Certificate root;

  private ServerCertificate(Path directory, X509Certificate root) {
    this.directory = directory;
    this.root = root;
  }

  /** What a certificate says that decides who can use it. */
  record Wish(String algorithm, Instant begin, Instant end, int usage, KeyPurposeId purpose) {
    static Wish rsa() {
      return of("RSA", KeyUsage.digitalSignature | KeyUsage.keyEncipherment);
    }

    static Wish ec() {
      return of("EC", KeyUsage.digitalSignature);
    }

    static Wish of(String algorithm, int usage) {
      Instant now = Instant.now();
      return new Wish(
          algorithm, now.minus(TERM), now.plus(TERM), usage, KeyPurposeId.id_kp_serverAuth);
    }

    Wish during(Instant from, Instant to) {
      return new Wish(algorithm, from, to, usage, purpose);
    }

    Wish with(KeyPurposeId other) {
      return new Wish(algorithm, begin, end, usage, other);
    }
  }

  static ServerCertificate make(Path directory, Wish wish) throws IOException {
    Files.createDirectories(directory);
    try {
      KeyPair authority = pair("EC");
      KeyPair own = pair(wish.algorithm());
      X509Certificate root =
          certificate(
              authority,
              authority,
              "CN=root",
              builder ->
                  builder.addExtension(
                      Extension.basicConstraints, true, new BasicConstraints(true)),
              wish);
      X509Certificate leaf =
          certificate(
              own,
              authority,
              "CN=hub",
              builder -> {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(wish.usage()));
                builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(wish.purpose()));
                builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
              },
              wish);
      Files.writeString(directory.resolve("chain.pem"), pem(leaf) + pem(root));
      Files.writeString(directory.resolve("root.pem"), pem(root));
      Path key =
          Files.createFile(
              directory.resolve("key.pem"),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(key, Pem.text("PRIVATE KEY", own.getPrivate().getEncoded()));
      return new ServerCertificate(directory, root);
    } catch (GeneralSecurityException | OperatorCreationException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** What is said beside name and time. */
  private interface Extensions {
    void addTo(JcaX509v3CertificateBuilder builder) throws IOException;
  }

  private static X509Certificate certificate(
      KeyPair of, KeyPair by, String name, Extensions extensions, Wish wish)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Principal("CN=root"),
            BigInteger.valueOf(name.length()),
            Date.from(wish.begin()),
            Date.from(wish.end()),
            new X500Principal(name),
            of.getPublic());
    extensions.addTo(builder);
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate())));
  }

  private static KeyPair pair(String algorithm) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
    return generator.generateKeyPair();
  }

  private static String pem(X509Certificate certificate) throws GeneralSecurityException {
    return Pem.text(Pem.CERTIFICATE, certificate.getEncoded());
  }

  Path chain() {
    return directory.resolve("chain.pem");
  }

  Path key() {
    return directory.resolve("key.pem");
  }

  Path root() {
    return directory.resolve("root.pem");
  }

  TlsFiles files() {
    return new TlsFiles(chain(), key(), false, Optional.empty());
  }

  /** Of a client that trusts the authority and nobody else. */
  SSLContext client() {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("root", root);
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
