package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.hub.ServerCertificate.Wish;
import dev.firmtrail.hub.program.HubProgram;
import dev.firmtrail.hub.web.Limits;
import dev.firmtrail.hub.web.Tls;
import dev.firmtrail.hub.web.TlsFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Security;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Devices that know nothing better than TLS 1.2 with static RSA and AES in CBC. What lets them in
 * holds for a whole process, so the hub runs in one of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LegacyDevicesTest {
  private static final int ECDHE_RSA_AES_128_GCM = 0xc02f;

  private Path directory;
  private ServerCertificate certificate;
  private Process process;
  private URI url;

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    directory = temporary;
    certificate = ServerCertificate.make(directory.resolve("tls"), Wish.rsa());
    process = serve("hub");
    url = url(process);
  }

  private Process serve(String data, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                HubProgram.class.getName(),
                "serve",
                "--data",
                directory.resolve(data).toString(),
                "--listen",
                "127.0.0.1:0",
                "--tls-cert",
                certificate.chain().toString(),
                "--tls-key",
                certificate.key().toString(),
                "--tls-legacy-devices"));
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .redirectError(directory.resolve(data + ".log").toFile())
        .start();
  }

  private static URI url(Process hub) throws IOException {
    return URI.create(
        new BufferedReader(new InputStreamReader(hub.getInputStream(), StandardCharsets.UTF_8))
            .readLine());
  }

  @AfterAll
  void stop() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Test
  void areServed() throws IOException {
    assertThat(ClientHello.answer(url, ClientHello.TLS_1_2, ClientHello.OF_LEGACY_DEVICES))
        .isEqualTo("suite 003d");
  }

  @ParameterizedTest
  @CsvSource({"003d", "0035", "003c", "002f"})
  void areServedWithAnyOneOfTheirSuites(String suite) throws IOException {
    assertThat(ClientHello.answer(url, ClientHello.TLS_1_2, List.of(Integer.parseInt(suite, 16))))
        .isEqualTo("suite " + suite);
  }

  @Test
  void getForwardSecrecyAsSoonAsTheyKnowIt() throws IOException {
    assertThat(
            ClientHello.answer(
                url, ClientHello.TLS_1_2, List.of(0x002f, 0x003d, ECDHE_RSA_AES_128_GCM)))
        .isEqualTo("suite c02f");
  }

  @ParameterizedTest
  @CsvSource({"009c", "009d", "000a", "0005", "c013", "0033"})
  void openTheDoorToNothingElse(String suite) throws IOException {
    assertThat(ClientHello.answer(url, ClientHello.TLS_1_2, List.of(Integer.parseInt(suite, 16))))
        .isEqualTo("alert 40");
  }

  /** What openssl says, with one suite of theirs alone. */
  private String openssl(URI hub, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("s_client", "-connect", hub.getAuthority(), "-ign_eof"));
    arguments.addAll(List.of("-servername", hub.getHost(), "-verify_ip", hub.getHost()));
    arguments.addAll(List.of("-CAfile", certificate.root().toString(), "-verify_return_error"));
    arguments.addAll(List.of("-tls1_2", "-cipher", "AES128-SHA:@SECLEVEL=0"));
    arguments.addAll(List.of(more));
    Openssl.Run run = Openssl.run("GET /healthz HTTP/1.0\r\n\r\n", arguments);
    return run.code() + ": " + run.said();
  }

  @Test
  void areServedInTheEyesOfAnotherProgram() throws Exception {
    Openssl.needs("openssl");
    assertThat(openssl(url))
        .startsWith("0: ")
        .contains("Cipher    : AES128-SHA", "Verify return code: 0", "{\"status\":\"ok\"}")
        .doesNotContain("unexpected eof");
  }

  @Test
  void areServedByAHubThatAsksForCertificatesWithOneOrWithout() throws Exception {
    Openssl.needs("openssl");
    FleetAuthority fleet = FleetAuthority.root(directory.resolve("fleet"), "/CN=Fleet CA");
    FleetAuthority.Credential device = fleet.device("device", "/CN=device");
    Process asking = serve("asking", "--tls-device-ca", fleet.certificate().toString());
    try {
      URI hub = url(asking);
      for (List<String> certificate : List.of(List.<String>of(), device.arguments())) {
        assertThat(openssl(hub, certificate.toArray(String[]::new)))
            .startsWith("0: ")
            .contains("CN = Fleet CA", "Cipher    : AES128-SHA", "{\"status\":\"ok\"}");
      }
    } finally {
      asking.destroyForcibly();
      asking.onExit().join();
    }
  }

  @Test
  void areRefusedWhereNobodyAskedForThem() throws Exception {
    Openssl.needs("openssl");
    try (TestHub strict =
        TestHub.start(directory.resolve("strict"), certificate, Limits.STANDARD)) {
      assertThat(openssl(strict.hub().url()))
          .startsWith("1: ")
          .contains("handshake failure")
          .doesNotContain("status");
    }
  }

  @Test
  void cannotBeLetIntoAProcessThatHasUsedTlsBefore() {
    String before = Security.getProperty("jdk.tls.disabledAlgorithms");
    assertThat(certificate.client().getSupportedSSLParameters().getCipherSuites())
        .doesNotContain("TLS_RSA_WITH_AES_128_CBC_SHA");
    try {
      assertThatThrownBy(() ->
              Tls.open(
                  new TlsFiles(certificate.chain(), certificate.key(), true, Optional.empty()),
                  InstantSource.system()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("start a new one");
    } finally {
      Security.setProperty("jdk.tls.disabledAlgorithms", before);
    }
  }
}
