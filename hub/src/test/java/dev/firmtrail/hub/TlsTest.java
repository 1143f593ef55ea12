package dev.firmtrail.hub;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.firmtrail.hub.ServerCertificate.Wish;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.hub.web.Limits;
import dev.firmtrail.hub.web.Rates;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A hub that speaks TLS itself, as devices and people meet it; what it costs to let legacy devices
 * in is in {@link LegacyDevicesTest}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
  private static final String HEALTHY = "{\"status\":\"ok\"}";
  private static final Limits SHORT =
      new Limits(Duration.ofSeconds(20), Duration.ofSeconds(1), 4096, 100, Rates.STANDARD);

  private ServerCertificate certificate;
  private TestHub hub;
  private URI url;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    certificate = ServerCertificate.make(directory.resolve("tls"), Wish.rsa());
    hub = TestHub.start(directory.resolve("hub"), certificate, SHORT);
    url = hub.hub().url();
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  private SSLSocket connect(String protocol) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            certificate.client().getSocketFactory().createSocket(url.getHost(), url.getPort());
    socket.setSoTimeout(20_000);
    socket.setEnabledProtocols(new String[] {protocol});
    return socket;
  }

  private static String answer(Socket socket, String request) throws IOException {
    write(socket, request);
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  private static void write(Socket socket, String request) throws IOException {
    socket
        .getOutputStream()
        .write(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void speaksBothVersionsThatAreGood(String version) throws IOException {
    try (SSLSocket socket = connect(version)) {
      assertThat(answer(socket, "GET /healthz HTTP/1.1\nHost: a\nConnection: close\n\n"))
          .startsWith("HTTP/1.1 200 ")
          .endsWith(HEALTHY);
      assertThat(socket.getSession().getProtocol()).isEqualTo(version);
      assertThat(socket.getSession().getCipherSuite()).contains("_AES_128_GCM_");
    }
  }

  @Test
  void speaksNoOlderVersion() throws IOException {
    assertThat(ClientHello.answer(url, ClientHello.TLS_1_1, List.of(0xc013, 0x002f)))
        .isEqualTo("alert 70");
  }

  @Test
  void speaksNoSuiteWithoutForwardSecrecyUnlessItIsAskedTo() throws IOException {
    assertThat(ClientHello.answer(url, ClientHello.TLS_1_2, ClientHello.OF_LEGACY_DEVICES))
        .isEqualTo("alert 40");
    assertThat(ClientHello.answer(url, ClientHello.TLS_1_2, List.of(0x009c, 0x002f, 0xc02f)))
        .as("and the same client is served when it knows better")
        .isEqualTo("suite c02f");
  }

  @Test
  void servesAKeyOnACurve(@TempDir Path directory) throws IOException {
    ServerCertificate curve = ServerCertificate.make(directory.resolve("tls"), Wish.ec());
    try (TestHub other = TestHub.start(directory.resolve("hub"), curve, Limits.STANDARD)) {
      assertThat(other.get("/healthz", "none").text()).isEqualTo(HEALTHY);
    }
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1,127.0.0.1", "hub.example.org,elsewhere.example.org", "a.b,127.0.0.1:99"})
  void doesNotMindWhichNameAClientAsksFor(String name, String host) throws IOException {
    try (SSLSocket socket = connect("TLSv1.2")) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(name)));
      socket.setSSLParameters(parameters);
      assertThat(answer(socket, "GET /healthz HTTP/1.1\nHost: " + host + "\nConnection: close\n\n"))
          .startsWith("HTTP/1.1 200 ");
    }
    assertThat(
            RawHttp.exact(
                certificate.client().getSocketFactory(),
                url,
                "GET https://" + name + ":1/healthz HTTP/1.0\r\nHost: " + host + "\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void emitsUrlsThatBeginWithHttpsAndServesThem() {
    String token = hub.account("alice");
    String content = "0123456789".repeat(200_000);
    Reply announced = hub.post("/objects/", token, TestHub.announcement(content, "a"));
    assertThat(url).hasScheme("https");
    assertThat(announced.string("signed-puturl")).startsWith(url + "/local-s3/");
    assertThat(hub.put(announced.string("signed-puturl"), content).status()).isEqualTo(200);
    assertThat(hub.get(announced.string("signed-geturl"), token).text()).isEqualTo(content);
    assertThat(hub.get("/devices/", "none").header("WWW-Authenticate").orElseThrow())
        .contains("ph-aeps=\"" + url + "/auth\"");
  }

  /** What came from the server, before it was decrypted. */
  private static final class Tapped extends Socket {
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    Tapped(URI hub) throws IOException {
      super(hub.getHost(), hub.getPort());
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          int one = super.read();
          if (one >= 0) {
            seen.write(one);
          }
          return one;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          int count = super.read(bytes, offset, length);
          seen.write(bytes, offset, Math.max(0, count));
          return count;
        }
      };
    }

    /** The kind of each record. */
    List<Integer> records() {
      List<Integer> kinds = new ArrayList<>();
      ByteBuffer bytes = ByteBuffer.wrap(seen.toByteArray());
      while (bytes.hasRemaining()) {
        kinds.add((int) bytes.get());
        bytes.getShort();
        int length = Short.toUnsignedInt(bytes.getShort());
        bytes.position(bytes.position() + length);
      }
      return kinds;
    }
  }

  @Test
  void saysThatItClosesBeforeItCloses() throws IOException {
    int alert = 21;
    try (Tapped plain = new Tapped(url);
        SSLSocket socket =
            (SSLSocket)
                certificate
                    .client()
                    .getSocketFactory()
                    .createSocket(plain, url.getHost(), url.getPort(), true)) {
      socket.setSoTimeout(20_000);
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      assertThat(answer(socket, "GET https://a:1/healthz HTTP/1.0\nHost: a:1\n\n"))
          .contains("Connection: close")
          .endsWith(HEALTHY);
      assertThat(plain.records()).endsWith(alert);
    }
  }

  @Test
  void answersNobodyWhoDoesNotSpeakTls() throws IOException {
    try (LoggedLines log = LoggedLines.fromNow()) {
      assertThat(RawHttp.exchange(url, "GET /healthz HTTP/1.1\nHost: a\n\n"))
          .doesNotContain("HTTP/1.1");
      assertThat(log.events()).allMatch(event -> event.getLevel().equals(Level.INFO));
    }
  }

  private static final String CONTINUE = "HTTP/1.1 100 Continue";

  @Test
  void takesAClientThatLeavesInAnUploadAsEverydayLife() throws IOException {
    Reply object = hub.post("/objects/", hub.account("bob"), TestHub.announcement("content", "a"));
    try (LoggedLines log = LoggedLines.fromNow()) {
      for (boolean politely : List.of(true, false)) {
        Tapped plain = new Tapped(url);
        SSLSocket socket =
            (SSLSocket)
                certificate
                    .client()
                    .getSocketFactory()
                    .createSocket(plain, url.getHost(), url.getPort(), true);
        write(
            socket,
            "PUT "
                + URI.create(object.string("signed-puturl")).getRawPath()
                + " HTTP/1.1\nHost: a\nContent-Length: 7\nExpect: 100-continue\n\n");
        // Who leaves before the hub has read the head was never there.
        assertThat(new String(socket.getInputStream().readNBytes(CONTINUE.length()), US_ASCII))
            .isEqualTo(CONTINUE);
        write(socket, "c");
        if (!politely) {
          // The kernel then says that the connection is gone, not that it ended.
          plain.setSoLinger(true, 0);
        }
        (politely ? socket : plain).close();
      }
      await()
          .untilAsserted(() ->
              assertThat(log.events())
                  .filteredOn(
                      event -> String.valueOf(event.getKeyValuePairs()).contains("client left"))
                  .hasSize(2));
      assertThat(log.events()).allMatch(event -> event.getLevel().equals(Level.INFO));
    }
  }

  @Test
  void letsAConnectionLiveThatAsksForLittleButGoesOn() throws IOException {
    try (SSLSocket socket = connect("TLSv1.3")) {
      int answers = 0;
      long end = System.nanoTime() + SHORT.pace().multipliedBy(3).toNanos();
      while (System.nanoTime() < end) {
        write(socket, "GET /healthz HTTP/1.1\nHost: a\n\n");
        socket.getInputStream().readNBytes(HEALTHY.length());
        while (socket.getInputStream().read() != '}') {
          // The head of the answer.
        }
        answers++;
        await().pollDelay(Duration.ofMillis(200)).until(() -> true);
      }
      assertThat(answers).isGreaterThan(3);
    }
  }

  @Test
  void shakesHandsOnce() throws IOException {
    try (SSLSocket socket = connect("TLSv1.2")) {
      socket.startHandshake();
      assertThatThrownBy(
              () -> {
                socket.startHandshake();
                answer(socket, "GET /healthz HTTP/1.1\nHost: a\nConnection: close\n\n");
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void endsAHandshakeThatStops() throws IOException {
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(new byte[] {22, 3, 1});
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }
}
