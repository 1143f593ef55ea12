package dev.firmtrail.signatures.keys;

import static dev.firmtrail.signatures.keys.Opening.RECORDED;
import static dev.firmtrail.signatures.keys.Opening.open;
import static dev.firmtrail.signatures.keys.Opening.refusal;
import static dev.firmtrail.signatures.keys.Opening.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.signatures.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PKCS#12 files that openssl and keytool write. */
class Pkcs12KeyTest {
  @TempDir Path directory;
  private Openssl openssl;

  @BeforeEach
  void copyKeys() throws Exception {
    openssl = new Openssl(directory);
    for (String name :
        new String[] {
          "sign-ec256.key",
          "sign-ec256.pub",
          "chain-ec256.pem",
          "ca-ec.crt",
          "sign-rsa-pkcs1.key",
          "sign-rsa-pkcs1.pub",
          "chain-rsa.pem"
        }) {
      Files.copy(RECORDED.resolve(name), directory.resolve(name));
    }
  }

  private void export(String how) throws Exception {
    openssl.does("pkcs12 -export -out keys " + how);
  }

  private static final String EC = "-inkey sign-ec256.key -in chain-ec256.pem";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-passout pass:secret",
        "-passout pass:secret -name release",
        "-passout pass:secret -keypbe AES-128-CBC -macalg sha512",
        "-passout pass:secret -legacy",
        "-passout pass:secret -nomac",
      })
  void bringsKeyAndChain(String how) throws Exception {
    export(EC + " " + how);
    SigningKey key = open(directory, "keys", says("secret")).key();
    openssl.verifies(key, openssl.path("sign-ec256.pub"));
    assertThat(key.chain()).hasSize(2);
  }

  @Test
  void opensWithoutAPassphraseWhereThereIsNone() throws Exception {
    export(EC + " -passout pass:");
    open(directory, "keys", says(""));
  }

  @Test
  void takesLettersBeyondAsciiInAPassphrase() throws Exception {
    openssl.write("passphrase", "Schlüssel\n");
    export(EC + " -passout file:passphrase");
    open(directory, "keys", says("Schlüssel"));
    export(EC + " -legacy -passout pass:secret");
    assertThat(refusal(directory, "keys", says("Schlüssel")))
        .contains("letters beyond ASCII need a file that was exported without -legacy");
  }

  @Test
  void bringsAKeyAlone() throws Exception {
    export("-inkey sign-rsa-pkcs1.key -nocerts -passout pass:secret");
    SigningKey key = open(directory, "keys", says("secret")).key();
    openssl.verifies(key, openssl.path("sign-rsa-pkcs1.pub"));
    assertThat(key.chain()).isEmpty();
  }

  @Test
  void takesTheChainThatWasGivenBeforeItsOwn() throws Exception {
    export(EC + " -passout pass:secret");
    openssl.does("x509 -in chain-ec256.pem -out leaf.pem");
    SigningKey key =
        new KeySource(directory, Map.of())
            .open("keys", Optional.of(Path.of("leaf.pem")), says("secret"))
            .key();
    assertThat(key.chain()).hasSize(1);
  }

  @Test
  void saysThatThePassphraseIsWrong() throws Exception {
    export(EC + " -passout pass:secret");
    assertThat(refusal(directory, "keys", says("other")))
        .isEqualTo("keys does not open with this passphrase; give the right one, or another key");
    assertThat(refusal(directory, "keys", what -> Optional.empty()))
        .startsWith("keys needs a passphrase");
  }

  @Test
  void wantsAChoiceAmongSeveralKeys() throws Exception {
    Openssl.needs("keytool");
    export(EC + " -passout pass:secret -name first");
    openssl.does(
        "pkcs12 -export -out more -inkey sign-rsa-pkcs1.key -in chain-rsa.pem"
            + " -passout pass:secret -name second");
    openssl.says(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-importkeystore",
        "-noprompt",
        "-srckeystore",
        "more",
        "-srcstorepass",
        "secret",
        "-destkeystore",
        "keys",
        "-deststorepass",
        "secret");
    assertThat(refusal(directory, "keys", says("secret")))
        .isEqualTo("keys holds more than one key; choose one: keys#first, keys#second");
    assertThat(refusal(directory, "keys#third", says("secret")))
        .isEqualTo("keys has no key called third; it has keys#first, keys#second");
    openssl.verifies(
        open(directory, "keys#first", says("secret")).key(), openssl.path("sign-ec256.pub"));
    openssl.verifies(
        open(directory, "keys#second", says("secret")).key(), openssl.path("sign-rsa-pkcs1.pub"));
  }

  @Test
  void refusesAFileWithoutAKey() throws Exception {
    export("-nokeys -in ca-ec.crt -passout pass:secret");
    assertThat(refusal(directory, "keys", says("secret")))
        .isEqualTo("keys holds no private key; export it with its key");
  }

  @Test
  void refusesAFileThatIsCut() throws Exception {
    export(EC + " -passout pass:secret");
    byte[] whole = openssl.bytes("keys");
    Files.write(openssl.path("keys"), Arrays.copyOf(whole, whole.length / 2));
    assertThat(refusal(directory, "keys", says("secret")))
        .startsWith("keys is a PKCS#12 file that cannot be read");
  }

  @Test
  void wipesThePassphrase() throws Exception {
    export(EC + " -passout pass:secret");
    char[] passphrase = "secret".toCharArray();
    open(directory, "keys", what -> Optional.of(passphrase));
    assertThat(passphrase).containsOnly('\0');
  }
}
