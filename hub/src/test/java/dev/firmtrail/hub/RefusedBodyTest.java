package dev.firmtrail.hub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of a connection whose request is refused before its body is looked at: it goes on,
 * or the answer says that it does not. Old clients send every body once without a token.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedBodyTest {
  private static final String NEXT =
      "GET /healthz HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n";

  private TestHub hub;

  @BeforeAll
  void start(@TempDir Path data) throws IOException {
    hub = TestHub.start(data.resolve("hub"));
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  private static String post(String headers) {
    return "POST /objects/ HTTP/1.1\r\nHost: hub\r\n" + headers + "\r\n\r\n";
  }

  private Socket connection() throws IOException {
    URI url = URI.create(hub.url("/"));
    return new Socket(url.getHost(), url.getPort());
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Head and body leave separately, so that now and then the answer is ready before the body. */
  @Test
  void eachOfManyRefusedRequestsIsAnsweredOnKeptConnections() {
    for (int i = 0; i < 3000; i++) {
      assertThat(
              hub.call(
                      "PUT",
                      "/devices/" + "0".repeat(24) + "/public",
                      Optional.empty(),
                      Optional.of("{}"),
                      Map.of())
                  .status())
          .isEqualTo(401);
    }
  }

  @Test
  void aBodyInChunksIsPassedOver() throws IOException {
    try (Socket socket = connection()) {
      send(socket, post("Transfer-Encoding: chunked") + "4\r\nabcd\r\n0\r\n\r\n" + NEXT);
      assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
          .startsWith("HTTP/1.1 401 ")
          .contains("HTTP/1.1 200 OK");
    }
  }

  @Test
  void aLargeBodyEndsTheConnectionAndTheAnswerSaysSo() throws IOException {
    try (Socket socket = connection()) {
      send(socket, post("Content-Length: 1000000") + "x");
      assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
          .startsWith("HTTP/1.1 401 ")
          .containsIgnoringCase("\r\nConnection: close\r\n")
          .doesNotContain("HTTP/1.1 200");
    }
  }

  /** Else what is sent into a closed connection would take the answer along. */
  @Test
  void whoStillSendsALargeBodyCanSendAllOfIt() throws IOException {
    String large = "x".repeat(500_000);
    try (Socket socket = connection()) {
      send(socket, post("Content-Length: " + 2 * large.length()));
      assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
          .startsWith("HTTP/1.1 401 ");
      send(socket, large);
      send(socket, large);
    }
  }

  @Test
  void whoAsksBeforeSendingIsNotToldToSend() throws IOException {
    try (Socket socket = connection()) {
      send(socket, post("Content-Length: 1000\r\nExpect: 100-continue"));
      assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
          .startsWith("HTTP/1.1 401 ")
          .containsIgnoringCase("\r\nConnection: close\r\n");
    }
  }
}
