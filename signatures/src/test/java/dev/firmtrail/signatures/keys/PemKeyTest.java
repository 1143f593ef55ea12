package dev.firmtrail.signatures.keys;

import static dev.firmtrail.signatures.keys.Opening.NOBODY;
import static dev.firmtrail.signatures.keys.Opening.RECORDED;
import static dev.firmtrail.signatures.keys.Opening.open;
import static dev.firmtrail.signatures.keys.Opening.refusal;
import static dev.firmtrail.signatures.keys.Opening.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.signatures.Algorithm;
import dev.firmtrail.signatures.Pem;
import dev.firmtrail.signatures.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys of the recordings, and what openssl and others write. */
class PemKeyTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "sign-ec256.key, ES256, sign-ec256.pub",
    "sign-ec256-pkcs8.key, ES256, sign-ec256-pkcs8.pub",
    "sign-ec384.key, ES384, sign-ec384.pub",
    "sign-rsa-pkcs1.key, RS256, sign-rsa-pkcs1.pub",
    "sign-rsa-pkcs8.key, RS256, sign-rsa-pkcs8.pub",
  })
  void opensslVerifiesWhatEachRecordedKeySigns(String file, Algorithm algorithm, String publicKey)
      throws Exception {
    SigningKey key = open(RECORDED, file, NOBODY).key();
    assertThat(key.algorithm()).isEqualTo(algorithm);
    assertThat(key.chain()).isEmpty();
    new Openssl(directory).verifies(key, RECORDED.resolve(publicKey));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sign-ec521.key | holds an EC key of 521 bits",
        "sign-ed25519.key | holds an Ed25519 key",
        "rsa1024-leaf.key.pem | holds an RSA key of 1024 bits",
      })
  void refusesKeysThatNothingIsSignedWith(String file, String problem) {
    assertThat(refusal(RECORDED, file)).isEqualTo(file + " " + problem + "; " + Pkcs8.NEEDED);
  }

  @Test
  void saysThatACertificateIsNoKey() {
    assertThat(refusal(RECORDED, "ca-ec.crt"))
        .isEqualTo(
            "ca-ec.crt holds a CERTIFICATE, and no PRIVATE KEY; give the private key; certificates"
                + " are the chain");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key",
        "ecparam -name secp384r1 -genkey -out key", // EC PARAMETERS stand before the key.
        "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out key",
        "genrsa -traditional -out key 3072",
      })
  void opensslVerifiesWhatItsOwnKeysSign(String make) throws Exception {
    Openssl openssl = new Openssl(directory);
    openssl.does(make);
    openssl.does("pkey -in key -pubout -out key.pub");
    openssl.verifies(open(directory, "key", NOBODY).key(), openssl.path("key.pub"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"prime256v1", "secp384r1"})
  void worksOutThePublicHalfThatAFileLeavesOut(String curve) throws Exception {
    Openssl openssl = new Openssl(directory);
    openssl.does("ecparam -name " + curve + " -genkey -noout -out key");
    openssl.does("pkey -in key -pubout -out key.pub");
    openssl.does("ec -in key -no_public -out bare");
    openssl.does("pkcs8 -topk8 -nocrypt -in bare -out bare8");
    openssl.verifies(open(directory, "bare", NOBODY).key(), openssl.path("key.pub"));
    openssl.verifies(open(directory, "bare8", NOBODY).key(), openssl.path("key.pub"));
  }

  @Test
  void goesByTheBytesAndNotByTheLabel() throws Exception {
    for (String file : new String[] {"sign-rsa-pkcs1.key", "sign-ec256.key"}) {
      byte[] der = Pem.read(Files.readAllBytes(RECORDED.resolve(file))).getFirst().der();
      Files.writeString(directory.resolve("key"), Pem.text("ANY PRIVATE KEY", der));
      open(directory, "key", NOBODY);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-v2 aes-256-cbc",
        "-v2 aes-128-cbc",
        "-v2 aes-256-cbc -v2prf hmacWithSHA512",
        "-v2 aes-256-cbc -v2prf hmacWithSHA1",
        "-v2 aes-256-cbc -iter 600000",
      })
  void opensWhatOpensslEncrypts(String how) throws Exception {
    Openssl openssl = new Openssl(directory);
    String passphrase = "Schlüssel-ключ";
    openssl.write("passphrase", passphrase + "\n");
    openssl.does(
        "pkcs8 -topk8 "
            + how
            + " -passout file:passphrase -in "
            + RECORDED.resolve("sign-ec256.key")
            + " -out key");
    SigningKey key = open(directory, "key", says(passphrase)).key();
    openssl.verifies(key, RECORDED.resolve("sign-ec256.pub"));
    assertThat(refusal(directory, "key", says("another")))
        .isEqualTo("key does not open with this passphrase; give the right one, or another key");
    assertThat(refusal(directory, "key", what -> Optional.empty()))
        .isEqualTo("key needs a passphrase, and none was given; give its passphrase");
  }

  @Test
  void wipesThePassphrase() throws Exception {
    Openssl openssl = new Openssl(directory);
    openssl.does(
        "pkcs8 -topk8 -passout pass:secret -in "
            + RECORDED.resolve("sign-ec256.key")
            + " -out key");
    char[] passphrase = "secret".toCharArray();
    open(
        directory,
        "key",
        what -> {
          assertThat(what).isEqualTo("the passphrase of key");
          return Optional.of(passphrase);
        });
    assertThat(passphrase).containsOnly('\0');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rsa -aes128 -passout pass:secret -traditional -in PKCS1 -out key | openssl pkcs8 -topk8",
        "pkcs8 -topk8 -scrypt -passout pass:secret -in PKCS1 -out key | -v2 aes-256-cbc",
        "pkcs8 -topk8 -v1 PBE-SHA1-3DES -passout pass:secret -in PKCS1 -out key | -v2 aes-256-cbc",
        "pkcs8 -topk8 -iter 5000001 -passout pass:secret -in PKCS1 -out key | rounds",
        "genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out key | for PSS alone",
        "genpkey -algorithm ED448 -out key | Ed448",
        "genpkey -algorithm X25519 -out key | X25519",
        "ecparam -name secp256k1 -genkey -out key | an EC key of 256 bits, on another curve",
        "ecparam -name prime256v1 -param_enc explicit -genkey -noout -out key | name the curve",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit -out"
            + " key | a curve that is not known",
        "ecparam -name brainpoolP256r1 -genkey -out key | on another curve",
        "ecparam -name secp224r1 -genkey -out key | an EC key of 224 bits, on another curve",
        "pkey -in PKCS1 -pubout -out key | holds a PUBLIC KEY, and no PRIVATE KEY",
        "pkey -in PKCS1 -outform DER -out key | is DER, not PEM",
      })
  void saysWhyOthersCannotBeUsed(String make, String said) throws Exception {
    new Openssl(directory)
        .does(make.replace("PKCS1", RECORDED.resolve("sign-rsa-pkcs1.key").toString()));
    assertThat(refusal(directory, "key", says("secret"))).startsWith("key ").contains(said);
  }

  @Test
  void saysWhatToDoWithAKeyOfOpenSsh() throws Exception {
    Openssl.needs("ssh-keygen");
    new Openssl(directory).says("ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", "key");
    assertThat(refusal(directory, "key")).contains("ssh-keygen -p -m PKCS8");
  }

  @Test
  void refusesAKeyThatIsNotWholeOrDamaged() throws Exception {
    String text = Files.readString(RECORDED.resolve("sign-rsa-pkcs1.key"));
    Files.writeString(directory.resolve("cut"), text.substring(0, text.length() / 2));
    assertThat(refusal(directory, "cut")).contains("is not closed");
    byte[] der =
        Pem.read(Files.readAllBytes(RECORDED.resolve("sign-rsa-pkcs1.key"))).getFirst().der();
    der[der.length - 1] ^= 1;
    Files.writeString(directory.resolve("damaged"), Pem.text("RSA PRIVATE KEY", der));
    assertThat(refusal(directory, "damaged")).contains("what it signs does not verify");
  }
}
