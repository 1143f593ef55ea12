package dev.firmtrail.signatures.keys;

import static dev.firmtrail.signatures.keys.Opening.RECORDED;
import static dev.firmtrail.signatures.keys.Opening.open;
import static dev.firmtrail.signatures.keys.Opening.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The certificates that go along with a signature. */
class ChainTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "sign-ec256.key, chain-ec256.pem, 2",
    "sign-ec384.key, chain-ec384.pem, 2",
    "sign-rsa-pkcs1.key, chain-rsa.pem, 2",
    "sign-ec256.key, sign-ec256-noeku.crt, 1",
  })
  void goesAlongInTheOrderOfItsFile(String key, String chain, int length) throws Exception {
    List<X509Certificate> certificates = open(RECORDED, key, chain).key().chain();
    assertThat(certificates).hasSize(length);
    assertThat(certificates.getFirst().getBasicConstraints()).isNegative();
  }

  @Test
  void saysWhichFileIsOfAnotherKey() {
    assertThat(refusal(() -> open(RECORDED, "sign-ec384.key", "chain-ec256.pem")))
        .startsWith("chain-ec256.pem begins with a certificate of another key: CN=");
    assertThat(refusal(() -> open(RECORDED, "sign-ec256.key", "ca-rsa.crt")))
        .startsWith("ca-rsa.crt begins with a certificate of another key: CN=");
  }

  @Test
  void saysWhereInTheFileTheRightOneIs() throws Exception {
    Files.writeString(
        directory.resolve("chain"),
        Files.readString(RECORDED.resolve("ca-ec.crt"))
            + Files.readString(RECORDED.resolve("chain-ec256.pem")));
    String key = RECORDED.resolve("sign-ec256.key").toString();
    assertThat(refusal(() -> open(directory, key, "chain")))
        .isEqualTo("chain has the key's certificate in place 2; put it first");
  }

  @Test
  void refusesAFileWithoutACertificateWhichThePublishedProgramWritesAsNull() {
    assertThat(refusal(() -> open(RECORDED, "sign-ec256.key", "sign-ec256.pub")))
        .startsWith("sign-ec256.pub holds no certificate, and devices refuse");
  }

  @Test
  void refusesWhatIsNotThereOrNotWhole() throws Exception {
    assertThat(refusal(() -> open(RECORDED, "sign-ec256.key", "none")))
        .isEqualTo("none is not there; look at the path");
    String key = RECORDED.resolve("sign-ec256.key").toString();
    Files.writeString(
        directory.resolve("chain"),
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
    assertThat(refusal(() -> open(directory, key, "chain")))
        .startsWith("chain is no chain of certificates: ");
  }

  @Test
  void isReadBeforeAnybodyIsAskedForAPassphrase() throws Exception {
    Openssl openssl = new Openssl(directory);
    openssl.does(
        "pkcs8 -topk8 -passout pass:secret -in "
            + RECORDED.resolve("sign-ec256.key")
            + " -out key");
    assertThat(refusal(() -> open(directory, "key", "none"))).startsWith("none is not there");
  }
}
