package dev.firmtrail.signatures.keys;

import static dev.firmtrail.signatures.keys.Opening.NOBODY;
import static dev.firmtrail.signatures.keys.Opening.RECORDED;
import static dev.firmtrail.signatures.keys.Opening.open;
import static dev.firmtrail.signatures.keys.Opening.refusal;
import static dev.firmtrail.signatures.keys.Opening.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.firmtrail.signatures.Algorithm;
import dev.firmtrail.signatures.SigningKey;
import dev.firmtrail.testkit.files.Directories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A real token of SoftHSM, whose keys are made inside it by another program. The library keeps its
 * state for as long as the process runs, so all of them are made before it is first loaded here.
 */
class TokenKeyTest {
  private static final String TOKEN = "Build token";
  private static final String PIN = "4711-geheim";

  @TempDir static Path directory;
  private static Path module;
  private static Openssl tools;

  @BeforeAll
  static void makeTokens() throws Exception {
    Openssl.needs("softhsm2-util");
    Openssl.needs("pkcs11-tool");
    @Nullable String configuration = System.getenv("SOFTHSM2_CONF");
    assumeTrue(configuration != null, "SOFTHSM2_CONF is not set");
    tools = new Openssl(directory);
    module = library();
    Path tokens = Path.of(configuration).resolveSibling("tokens");
    Directories.remove(tokens);
    Files.createDirectories(tokens);
    Files.writeString(
        Path.of(configuration), "directories.tokendir = " + tokens + "\nlog.level = ERROR\n");
    for (String label : List.of("other", TOKEN, "bare")) {
      tools.says(
          "softhsm2-util",
          "--init-token",
          "--free",
          "--label",
          label,
          "--so-pin",
          PIN,
          "--pin",
          label.equals("other") ? "another-pin" : PIN);
    }
    Issued ca =
        DeveloperAuthority.create("Token CA", KeyKind.P256, Term.ofAuthority(Instant.now()));
    makeKey(ca, "rsa", "01", "rsa:2048", "RSA");
    makeKey(ca, "p256", "02", "EC:prime256v1", "EC");
    // pkcs11-tool cannot give out a public key on P-384.
    put(
        "p384",
        "03",
        DeveloperAuthority.issue(
            ca.signingKey(), "p384", KeyKind.P384, Term.ofLeaf(Instant.now())));
    put("ca", "04", ca);
    generate("bare", "alone", "01", "EC:prime256v1");
  }

  private static Path library() {
    return Stream.of(
            "/usr/lib/softhsm/libsofthsm2.so",
            "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
            "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
            "/usr/lib64/pkcs11/libsofthsm2.so",
            "/usr/lib/pkcs11/libsofthsm2.so")
        .map(Path::of)
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow();
  }

  private static void generate(String token, String label, String id, String kind)
      throws Exception {
    pkcs11(token, "--keypairgen", "--key-type", kind, "--id", id, "--label", label);
  }

  private static void pkcs11(String token, String... words) throws Exception {
    tools.says(
        Stream.concat(
                Stream.of(
                    "pkcs11-tool",
                    "--module",
                    module.toString(),
                    "--token-label",
                    token,
                    "--login",
                    "--pin",
                    PIN),
                Stream.of(words))
            .toArray(String[]::new));
  }

  /** Made in the token, certified outside, as with a real one. */
  private static void makeKey(Issued ca, String label, String id, String kind, String algorithm)
      throws Exception {
    generate(TOKEN, label, id, kind);
    pkcs11(TOKEN, "--read-object", "--type", "pubkey", "--id", id, "--output-file", label);
    PublicKey key =
        KeyFactory.getInstance(algorithm)
            .generatePublic(new X509EncodedKeySpec(tools.bytes(label)));
    X509Certificate certificate =
        DeveloperAuthority.certify(ca.signingKey(), key, label, Term.ofLeaf(Instant.now()));
    tools.write(label + ".pem", Issued.pem(certificate));
    putCertificate(label, id);
  }

  /** A key that was made elsewhere. */
  private static void put(String label, String id, Issued issued) throws Exception {
    tools.write(label + ".pem", issued.certificatePem());
    tools.write(label + ".key", issued.keyPem());
    tools.says(
        "softhsm2-util",
        "--import",
        label + ".key",
        "--token",
        TOKEN,
        "--label",
        label,
        "--id",
        id,
        "--pin",
        PIN);
    putCertificate(label, id);
  }

  private static void putCertificate(String label, String id) throws Exception {
    tools.does("x509 -in " + label + ".pem -noout -pubkey -out " + label + ".pub");
    tools.does("x509 -in " + label + ".pem -outform DER -out " + label + ".der");
    pkcs11(TOKEN, "--write-object", label + ".der", "--type", "cert", "--id", id, "--label", label);
  }

  private static String uri(String rest) {
    return "pkcs11:" + rest + "?module-path=" + module;
  }

  @ParameterizedTest
  @CsvSource({"rsa, RS256", "p256, ES256", "p384, ES384"})
  void opensslVerifiesWhatATokenSigns(String label, Algorithm algorithm) throws Exception {
    SigningKey key = open(directory, uri("token=Build%20token;object=" + label), says(PIN)).key();
    assertThat(key.algorithm()).isEqualTo(algorithm);
    assertThat(key.key().getEncoded()).as("a key that stays in its token").isNull();
    tools.verifies(key, tools.path(label + ".pub"));
    assertThat(key.chain().getFirst().getSubjectX500Principal().getName()).isEqualTo("CN=" + label);
  }

  @Test
  void takesTheChainThatWasGiven() throws Exception {
    Files.writeString(
        directory.resolve("chain"),
        Files.readString(tools.path("p256.pem")) + Files.readString(tools.path("ca.pem")));
    SigningKey key =
        new KeySource(directory, Map.of())
            .open(uri("token=Build%20token;object=p256"), Optional.of(Path.of("chain")), says(PIN))
            .key();
    assertThat(key.chain()).hasSize(2);
    assertThat(
            refusal(() ->
                new KeySource(RECORDED, Map.of())
                    .open(
                        uri("token=Build%20token;object=p256"),
                        Optional.of(Path.of("chain-ec256.pem")),
                        says(PIN))))
        .startsWith("chain-ec256.pem begins with a certificate of another key");
  }

  @Test
  void anAuthorityInATokenIssuesCertificates() throws Exception {
    SigningKey ca = open(directory, uri("token=Build%20token;object=ca"), says(PIN)).key();
    Issued leaf = DeveloperAuthority.issue(ca, "Leaf", KeyKind.P256, Term.ofLeaf(Instant.now()));
    tools.write("leaf.pem", leaf.certificatePem());
    assertThat(tools.does("verify -CAfile ca.pem leaf.pem")).isEqualTo("leaf.pem: OK\n");
  }

  @Test
  void readsThePinFromAFile() throws Exception {
    Path pin = Files.writeString(directory.resolve("pin"), PIN + "\n");
    OpenedKey opened =
        open(directory, uri("token=Build%20token;object=p256") + "&pin-source=file:" + pin, NOBODY);
    assertThat(opened.notices())
        .containsExactly(
            pin + " is open to other users (rw-r--r--): chmod 600 " + pin + " keeps them out");
  }

  @Test
  void saysThatThePinIsWrong() {
    char[] wrong = "0000-CANARY".toCharArray();
    String said =
        refusal(
            directory,
            uri("token=other"),
            what -> {
              assertThat(what).isEqualTo("the PIN of the token other");
              return Optional.of(wrong);
            });
    assertThat(said)
        .isEqualTo(
            "the token other does not open (CKR_PIN_INCORRECT); give the right PIN; most tokens"
                + " lock themselves after a few wrong ones");
    assertThat(wrong).containsOnly('\0');
  }

  @Test
  void saysWhichTokensThereAre() {
    assertThat(refusal(directory, uri("token=nope")))
        .isEqualTo("the token nope is not there; " + module + " has Build token, bare, other");
    assertThat(refusal(directory, uri("model=SoftHSM%20v2"))).contains("could be more than one");
  }

  @Test
  void saysWhichKeysThereAre() {
    assertThat(refusal(directory, uri("token=Build%20token;object=nope"), says(PIN)))
        .startsWith(
            "the token Build token has no key with a certificate called nope; it has ca, p256, p384,"
                + " rsa; ");
    assertThat(refusal(directory, uri("token=Build%20token"), says(PIN)))
        .isEqualTo(
            "the token Build token has more than one such key; name one by object: ca, p256, p384,"
                + " rsa");
  }

  @Test
  void saysThatAKeyNeedsItsCertificateInTheToken() {
    assertThat(refusal(directory, uri("token=bare;object=alone"), says(PIN)))
        .startsWith(
            "the token bare has no key with a certificate called alone; it has none at all; a key"
                + " is seen only beside its certificate with the same id: pkcs11-tool")
        .contains("--write-object");
  }

  @Test
  void saysThatALibraryIsNone() throws Exception {
    assertThat(refusal(directory, "pkcs11:token=a?module-path=/none.so"))
        .isEqualTo("/none.so is no file; module-path names the library of the token");
    Path text = Files.writeString(directory.resolve("text.so"), "no library");
    assertThat(refusal(directory, "pkcs11:token=a?module-path=" + text))
        .contains("it is no library of PKCS#11 for this machine");
  }

  @Test
  void tellsTheJdkASlotByTheNumberThatItCanRead() {
    assertThat(new TokenSlot(Integer.MAX_VALUE, 3, Map.of()).setting())
        .isEqualTo("slot = 2147483647");
    assertThat(new TokenSlot(0x2000000000000001L, 3, Map.of()).setting())
        .isEqualTo("slotListIndex = 3");
  }
}
