package dev.firmtrail.signatures.keys;

import static dev.firmtrail.signatures.keys.Opening.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.signatures.SigningKey;
import dev.firmtrail.signatures.keys.DeveloperAuthority.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Authorities, leaves and lists, as openssl sees them. */
class DeveloperAuthorityTest {
  /** openssl judges by the clock of the machine, so the certificates are made by it. */
  private final Instant now = Instant.now();

  @TempDir Path directory;
  private Openssl openssl;

  @BeforeEach
  void needOpenssl() {
    openssl = new Openssl(directory);
  }

  private Issued authority() {
    return DeveloperAuthority.create("Büro CA", KeyKind.P256, Term.ofAuthority(now));
  }

  private Issued write(Issued ca) throws Exception {
    openssl.write("ca.pem", ca.certificatePem());
    return ca;
  }

  private Issued leaf(Issued ca) throws UnusableKeyException {
    return DeveloperAuthority.issue(ca.signingKey(), "Release", KeyKind.P256, Term.ofLeaf(now));
  }

  @ParameterizedTest
  @CsvSource({
    "P256, P256, ecdsa-with-SHA256",
    "P384, P256, ecdsa-with-SHA384",
    "P256, P384, ecdsa-with-SHA256",
    "RSA3072, RSA3072, sha256WithRSAEncryption",
  })
  void opensslVerifiesALeafAndWhatItSigns(KeyKind of, KeyKind leafOf, String signedWith)
      throws Exception {
    Issued ca = write(DeveloperAuthority.create("Büro CA", of, Term.ofAuthority(now)));
    Issued leaf = DeveloperAuthority.issue(ca.signingKey(), "Release", leafOf, Term.ofLeaf(now));
    openssl.write("leaf.pem", leaf.certificatePem());
    openssl.write("leaf.key", leaf.keyPem());
    assertThat(openssl.does("verify -x509_strict -purpose any -CAfile ca.pem leaf.pem"))
        .isEqualTo("leaf.pem: OK\n");
    assertThat(openssl.does("x509 -in leaf.pem -noout -text"))
        .contains("Signature Algorithm: " + signedWith);
    openssl.does("x509 -in leaf.pem -noout -pubkey -out leaf.pub");
    SigningKey key = Opening.open(directory, "leaf.key", "leaf.pem").key();
    openssl.verifies(key, openssl.path("leaf.pub"));
    assertThat(key.chain()).containsExactly(leaf.certificate());
  }

  @Test
  void saysInACertificateOfAnAuthorityWhatItMayDo() throws Exception {
    write(authority());
    String text = openssl.does("x509 -in ca.pem -noout -text -nameopt utf8,sep_comma_plus");
    assertThat(text)
        .contains("Version: 3", "Issuer: CN=Büro CA\n", "Subject: CN=Büro CA\n")
        .containsPattern("X509v3 Basic Constraints: critical\\s+CA:TRUE, pathlen:0\n")
        .containsPattern("X509v3 Key Usage: critical\\s+Certificate Sign, CRL Sign\n")
        .containsPattern("X509v3 Subject Key Identifier: *\n\\s+([0-9A-F]{2}:){19}");
    assertThat(openssl.does("asn1parse -in ca.pem")).contains("UTF8STRING");
  }

  @Test
  void saysInACertificateOfALeafWhatItMayDo() throws Exception {
    Issued ca = authority();
    openssl.write("leaf.pem", leaf(ca).certificatePem());
    String text = openssl.does("x509 -in leaf.pem -noout -text -nameopt utf8,sep_comma_plus");
    assertThat(text)
        .contains("Issuer: CN=Büro CA\n", "Subject: CN=Release\n")
        .containsPattern("X509v3 Basic Constraints: *\n\\s+CA:FALSE\n")
        .containsPattern("X509v3 Key Usage: critical\\s+Digital Signature\n")
        .containsPattern("X509v3 Extended Key Usage: *\n\\s+Code Signing\n")
        .containsPattern("X509v3 Subject Key Identifier: *\n\\s+([0-9A-F]{2}:){19}")
        .containsPattern("X509v3 Authority Key Identifier: *\n\\s+(keyid:)?([0-9A-F]{2}:){19}");
  }

  @Test
  void holdsFromAnHourAgoForTenAndForTwoYears() throws Exception {
    Instant leapDay = Instant.parse("2028-02-29T12:00:00.789Z");
    Issued ca = DeveloperAuthority.create("CA", KeyKind.P256, Term.ofAuthority(leapDay));
    assertThat(ca.certificate().getNotBefore().toInstant()).isEqualTo("2028-02-29T11:00:00Z");
    assertThat(ca.certificate().getNotAfter().toInstant()).isEqualTo("2038-02-28T11:00:00Z");
    X509Certificate leaf =
        DeveloperAuthority.issue(ca.signingKey(), "Leaf", KeyKind.P256, Term.ofLeaf(leapDay))
            .certificate();
    assertThat(leaf.getNotBefore().toInstant()).isEqualTo("2028-02-29T11:00:00Z");
    assertThat(leaf.getNotAfter().toInstant()).isEqualTo("2030-02-28T11:00:00Z");
  }

  @Test
  void neverHoldsOutsideTheTermOfItsAuthority() throws Exception {
    Issued ca = DeveloperAuthority.create("CA", KeyKind.P256, Term.of(now, Period.ofYears(1)));
    X509Certificate leaf =
        DeveloperAuthority.issue(
                ca.signingKey(), "Leaf", KeyKind.P256, Term.ofLeaf(now.minus(Duration.ofDays(9))))
            .certificate();
    assertThat(leaf.getNotBefore()).isEqualTo(ca.certificate().getNotBefore());
    assertThat(leaf.getNotAfter()).isEqualTo(ca.certificate().getNotAfter());
    assertThatThrownBy(() ->
            DeveloperAuthority.issue(
                ca.signingKey(), "Leaf", KeyKind.P256, Term.ofLeaf(now.plus(Duration.ofDays(400)))))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining("holds until")
        .hasMessageContaining("make a new authority");
  }

  @Test
  void numbersEachCertificateAnew() throws Exception {
    Issued ca = authority();
    assertThat(List.of(ca, leaf(ca), leaf(ca)))
        .extracting(issued -> issued.certificate().getSerialNumber())
        .doesNotHaveDuplicates()
        .allSatisfy(serial -> assertThat(serial.bitLength()).isEqualTo(128));
  }

  @Test
  void certifiesAndRenewsAKeyThatItNeverSees() throws Exception {
    Issued ca = write(authority());
    Issued leaf = leaf(ca);
    X509Certificate again =
        DeveloperAuthority.renew(
            ca.signingKey(), leaf.certificate(), Term.of(now, Period.ofYears(3)));
    openssl.write("again.pem", Issued.pem(again));
    assertThat(openssl.does("verify -x509_strict -CAfile ca.pem again.pem")).endsWith("OK\n");
    assertThat(again.getPublicKey()).isEqualTo(leaf.certificate().getPublicKey());
    assertThat(again.getSubjectX500Principal())
        .isEqualTo(leaf.certificate().getSubjectX500Principal());
    assertThat(again.getSerialNumber()).isNotEqualTo(leaf.certificate().getSerialNumber());
  }

  @Test
  void worksWithAnAuthorityThatOpensslMade() throws Exception {
    openssl.does(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-384 -nodes -subj /O=Works/CN=Root"
            + " -days 30 -keyout ca.key -out ca.pem");
    SigningKey ca = Opening.open(directory, "ca.key", "ca.pem").key();
    Issued leaf = DeveloperAuthority.issue(ca, "Release", KeyKind.P256, Term.ofLeaf(Instant.now()));
    openssl.write("leaf.pem", leaf.certificatePem());
    assertThat(openssl.does("verify -CAfile ca.pem leaf.pem")).endsWith("OK\n");
  }

  @Test
  void refusesAnAuthorityThatIsNone() throws Exception {
    Issued ca = authority();
    SigningKey leaf = leaf(ca).signingKey();
    assertThatThrownBy(
            () -> DeveloperAuthority.issue(leaf, "Other", KeyKind.P256, Term.ofLeaf(now)))
        .hasMessageStartingWith("CN=Release is no authority");
    SigningKey bare = new SigningKey(leaf.key(), leaf.publicKey(), List.of());
    assertThatThrownBy(
            () -> DeveloperAuthority.issue(bare, "Other", KeyKind.P256, Term.ofLeaf(now)))
        .hasMessageStartingWith("the authority has no certificate");
    assertThatThrownBy(() ->
            DeveloperAuthority.issue(ca.signingKey(), "Büro CA", KeyKind.P256, Term.ofLeaf(now)))
        .hasMessageContaining("is the name of the authority itself");
    X509Certificate stranger = leaf(authority()).certificate();
    assertThatThrownBy(() -> DeveloperAuthority.renew(ca.signingKey(), stranger, Term.ofLeaf(now)))
        .hasMessageContaining("not from this authority");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\nb", "a\u202Eb", "\uD800"})
  void refusesNamesThatAreNone(String name) {
    assertThatThrownBy(() -> DeveloperAuthority.create(name, KeyKind.P256, Term.ofAuthority(now)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void takesNamesOfUpTo64Characters() {
    DeveloperAuthority.create("ü".repeat(64), KeyKind.P256, Term.ofAuthority(now));
    assertThatThrownBy(
            () -> DeveloperAuthority.create("ü".repeat(65), KeyKind.P256, Term.ofAuthority(now)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void writesAKeyUnderAPassphrase() throws Exception {
    Issued ca = write(authority());
    openssl.write("ca.key", ca.keyPem("Büro".toCharArray()));
    openssl.write("passphrase", "Büro\n");
    openssl.does("pkey -in ca.key -passin file:passphrase -noout");
    assertThat(Opening.open(directory, "ca.key", says("Büro")).key().publicKey())
        .isEqualTo(ca.certificate().getPublicKey());
    assertThat(ca.toString()).isEqualTo("Issued CN=Büro CA");
  }

  private String revoke(Issued ca, Optional<String> before, Reason reason, Issued... leaves)
      throws Exception {
    String list =
        DeveloperAuthority.revoke(
            ca.signingKey(),
            before.map(text -> text.getBytes(StandardCharsets.US_ASCII)),
            List.of(leaves).stream().map(Issued::certificate).toList(),
            reason,
            now);
    openssl.write("list.pem", list);
    assertThat(openssl.does("crl -in list.pem -CAfile ca.pem -noout")).contains("verify OK");
    return list;
  }

  private boolean isRevoked(Issued leaf) throws IOException, InterruptedException {
    openssl.write("leaf.pem", leaf.certificatePem());
    Openssl.Ended ended =
        openssl.run(
            "openssl",
            "verify",
            "-crl_check",
            "-CRLfile",
            "list.pem",
            "-CAfile",
            "ca.pem",
            "leaf.pem");
    assertThat(ended.said()).contains(ended.exit() == 0 ? "OK" : "certificate revoked");
    return ended.exit() != 0;
  }

  @Test
  void opensslHeedsTheListOfRevokedCertificates() throws Exception {
    Issued ca = write(authority());
    Issued stolen = leaf(ca);
    Issued replaced = leaf(ca);
    Issued good = leaf(ca);
    String first = revoke(ca, Optional.empty(), Reason.COMPROMISED, stolen);
    assertThat(isRevoked(stolen)).isTrue();
    assertThat(isRevoked(replaced)).isFalse();
    String second = revoke(ca, Optional.of(first), Reason.REPLACED, replaced, stolen);
    assertThat(isRevoked(stolen)).isTrue();
    assertThat(isRevoked(replaced)).isTrue();
    assertThat(isRevoked(good)).isFalse();
    revoke(ca, Optional.of(second), Reason.UNSPECIFIED);
    assertThat(isRevoked(stolen)).isTrue();

    String text = openssl.does("crl -in list.pem -noout -text");
    assertThat(text)
        .contains("Version 2 (0x1)", "Key Compromise", "Superseded")
        .containsPattern("X509v3 CRL Number: *\n\\s+3\n")
        .containsPattern("X509v3 Authority Key Identifier: *\n\\s+(keyid:)?([0-9A-F]{2}:){19}");
    assertThat(Pattern.compile("Serial Number:").matcher(text).results()).hasSize(2);
  }

  @Test
  void holdsAListForThirtyDays() throws Exception {
    Issued ca = write(authority());
    revoke(ca, Optional.empty(), Reason.UNSPECIFIED);
    String dates = openssl.does("crl -in list.pem -noout -lastupdate -nextupdate");
    assertThat(dates).contains("lastUpdate=", "nextUpdate=");
    assertThat(DeveloperAuthority.LIST_HOLDS).isEqualTo(Duration.ofDays(30));
  }

  @Test
  void extendsNoListOfSomebodyElse() throws Exception {
    Issued ca = write(authority());
    Issued other = authority();
    byte[] foreign =
        DeveloperAuthority.revoke(
                other.signingKey(), Optional.empty(), List.of(), Reason.UNSPECIFIED, now)
            .getBytes(StandardCharsets.US_ASCII);
    for (byte[] bytes : List.of(foreign, new byte[0], "none".getBytes(StandardCharsets.UTF_8))) {
      assertThatThrownBy(() ->
              DeveloperAuthority.revoke(
                  ca.signingKey(), Optional.of(bytes), List.of(), Reason.UNSPECIFIED, now))
          .isInstanceOf(UnusableKeyException.class)
          .hasMessageContaining("is not signed by this authority");
    }
    X509Certificate foreignLeaf = leaf(other).certificate();
    assertThatThrownBy(() ->
            DeveloperAuthority.revoke(
                ca.signingKey(), Optional.empty(), List.of(foreignLeaf), Reason.UNSPECIFIED, now))
        .hasMessageContaining("CN=Release has a certificate that is not from this authority");
  }
}
