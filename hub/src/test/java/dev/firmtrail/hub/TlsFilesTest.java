package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import dev.firmtrail.hub.ServerCertificate.Wish;
import dev.firmtrail.hub.program.HubProgram;
import dev.firmtrail.hub.web.Limits;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Certificates and keys that a hub cannot serve TLS with: one line that says why, and no hub. */
@Timeout(60) // A hub that starts all the same would serve for ever.
class TlsFilesTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path directory;

  /** How a start ended. */
  private record Ended(int code, String said) {}

  private Ended serve(String... tls) {
    StringWriter err = new StringWriter();
    CommandLine line = HubProgram.commandLine(Map.of());
    line.setOut(new PrintWriter(new StringWriter()));
    line.setErr(new PrintWriter(err));
    List<String> arguments =
        new ArrayList<>(List.of("serve", "--data", data().toString(), "--listen", "127.0.0.1:0"));
    arguments.addAll(List.of(tls));
    return new Ended(line.execute(arguments.toArray(String[]::new)), err.toString());
  }

  private Path data() {
    return directory.resolve("hub");
  }

  private ServerCertificate made(String name, Wish wish) throws IOException {
    return ServerCertificate.make(directory.resolve(name), wish);
  }

  private void refuses(Path certificate, Path key, String why, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("--tls-cert", certificate.toString(), "--tls-key", key.toString()));
    arguments.addAll(List.of(more));
    Ended ended = serve(arguments.toArray(String[]::new));
    assertThat(ended.said()).startsWith("firmtrail-hub: ").contains(why).hasLineCount(1);
    assertThat(ended.code()).isEqualTo(1);
    assertThat(data()).doesNotExist();
    if (Files.isReadable(key) && Files.isRegularFile(key)) {
      assertThat(ended.said()).doesNotContain(Files.readAllLines(key).get(1));
    }
  }

  private void refuses(ServerCertificate certificate, String why, String... more)
      throws IOException {
    refuses(certificate.chain(), certificate.key(), why, more);
  }

  @Test
  void wantsBothFilesOrNone() throws IOException {
    ServerCertificate good = made("good", Wish.rsa());
    for (List<String> some :
        List.of(
            List.of("--tls-cert", good.chain().toString()),
            List.of("--tls-key", good.key().toString()),
            List.of("--tls-legacy-devices"),
            List.of("--tls-device-ca", good.root().toString()))) {
      Ended ended = serve(some.toArray(String[]::new));
      assertThat(ended.said()).contains("--tls-cert and --tls-key belong together");
      assertThat(ended.code()).isEqualTo(2);
    }
  }

  @Test
  void refusesAFileThatIsNotThereOrNoFile() throws IOException {
    ServerCertificate good = made("good", Wish.rsa());
    refuses(directory.resolve("gone.pem"), good.key(), "gone.pem is not there");
    refuses(good.chain(), directory.resolve("gone.key"), "gone.key is not there");
    refuses(good.chain(), directory, "is a directory");
  }

  @Test
  void refusesAFileThatHoldsSomethingElse() throws IOException {
    ServerCertificate good = made("good", Wish.rsa());
    refuses(good.key(), good.key(), "holds no certificate");
    refuses(good.chain(), good.chain(), "no PRIVATE KEY");
    Path text = Files.writeString(directory.resolve("text.pem"), "-----BEGIN CERTIFICATE-----\n");
    refuses(text, good.key(), "is not closed");
  }

  @Test
  void refusesTheKeyOfAnotherCertificate() throws IOException {
    refuses(
        made("one", Wish.rsa()).chain(),
        made("two", Wish.rsa()).key(),
        "begins with a certificate of another key");
  }

  @Test
  void refusesAKeyUnderAPassphraseSinceNobodyIsThereToBeAsked() throws IOException {
    ServerCertificate good = made("good", Wish.rsa());
    Path key = directory.resolve("locked.pem");
    Files.writeString(
        key,
        """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhLr4mbb1Vo7gICCAAw
        -----END ENCRYPTED PRIVATE KEY-----
        """);
    refuses(good.chain(), key, "locked.pem");
  }

  @Test
  void refusesACertificateOutOfItsTime() throws IOException {
    Instant now = Instant.now();
    refuses(
        made("old", Wish.rsa().during(now.minus(HOUR.multipliedBy(2)), now.minus(HOUR))),
        "chain.pem holds a certificate that ended ");
    refuses(
        made("young", Wish.rsa().during(now.plus(HOUR), now.plus(HOUR.multipliedBy(2)))),
        "chain.pem holds a certificate that begins only ");
  }

  @Test
  void refusesACertificateThatNoClientWouldTakeFromAServer() throws IOException {
    refuses(made("code", Wish.ec().with(KeyPurposeId.id_kp_codeSigning)), "not for servers");
    refuses(made("usage", Wish.of("RSA", KeyUsage.keyCertSign)), "not for servers");
  }

  @Test
  void refusesACertificateThatLegacyDevicesCannotUse() throws IOException {
    refuses(made("curve", Wish.ec()), "no certificate of an RSA key", "--tls-legacy-devices");
    refuses(
        made("usage", Wish.of("RSA", KeyUsage.digitalSignature)),
        "keyEncipherment",
        "--tls-legacy-devices");
  }

  private void refusesAuthorities(Path file, String why) throws IOException {
    refuses(made("hub-" + file.hashCode(), Wish.ec()), why, "--tls-device-ca", file.toString());
  }

  private Path authorities(String... texts) throws IOException {
    return Files.writeString(
        Files.createTempFile(directory, "authorities", ".pem"), String.join("", texts));
  }

  @Test
  void refusesAuthoritiesOfDevicesThatAreNone() throws IOException {
    ServerCertificate other = made("other", Wish.ec());
    String root = Files.readString(other.root());
    refusesAuthorities(directory.resolve("gone.pem"), "there is no file ");
    refusesAuthorities(directory, "there is no file ");
    refusesAuthorities(authorities("no PEM"), "no certificate in it");
    refusesAuthorities(other.chain(), "CN=hub, which is of no authority");
    refusesAuthorities(authorities(root, Files.readString(other.key())), "a PRIVATE KEY; only ");
    refusesAuthorities(authorities(root, "\n".repeat(64 << 10)), "more than 65536 bytes");
    Instant now = Instant.now();
    Wish past = Wish.ec().during(now.minus(HOUR.multipliedBy(2)), now.minus(HOUR));
    refusesAuthorities(made("old", past).root(), "CN=root is valid from ");
  }

  @Test
  void refusesAuthoritiesWhoseKeysWerePublished() throws IOException {
    Optional<Path> vectors = Optional.ofNullable(System.getenv("FIRMTRAIL_VECTORS")).map(Path::of);
    assumeTrue(vectors.isPresent(), "FIRMTRAIL_VECTORS names no folder with published keys");
    refusesAuthorities(
        vectors.orElseThrow().resolve("real/trust/defaultkeys-cacerts.default.pem"),
        "whose private key was published");
  }

  @Test
  void refusesMoreAuthoritiesThanDevicesHaveRoomFor() throws IOException {
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 33; i++) {
      many.add(Files.readString(made("root-" + i, Wish.ec()).root()));
    }
    refusesAuthorities(authorities(many.toArray(String[]::new)), "more than 32 certificates");
  }

  @Test
  void namesAKeyThatOtherUsersCanRead() throws IOException {
    ServerCertificate open = made("open", Wish.rsa());
    Files.setPosixFilePermissions(open.key(), PosixFilePermissions.fromString("rw-r--r--"));
    try (LoggedLines log = LoggedLines.fromNow();
        TestHub hub = TestHub.start(data(), open, Limits.STANDARD)) {
      assertThat(hub.get("/healthz", "none").status()).isEqualTo(200);
      assertThat(log.events())
          .filteredOn(event -> event.getLevel().equals(Level.WARN))
          .singleElement()
          .satisfies(event ->
              assertThat(event.getFormattedMessage())
                  .contains("key.pem is open to other users (rw-r--r--): chmod 600"));
    }
  }
}
