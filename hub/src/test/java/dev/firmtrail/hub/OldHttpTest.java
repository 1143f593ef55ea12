package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP as old devices speak it, and HTTP as attackers do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OldHttpTest {
  private TestHub hub;

  @BeforeAll
  void start(@TempDir Path data) throws IOException {
    hub = TestHub.start(data.resolve("hub"));
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  private String send(String request) throws IOException {
    return RawHttp.exchange(hub.hub().url(), request);
  }

  @Test
  void registersADeviceOverHttp10WithTheWholeUrlInTheRequestLineAndNoLength() throws IOException {
    String answer =
        send(
            """
            POST https://hub.example.org:12366/devices/ HTTP/1.0
            Host: 127.0.0.1:1
            Connection: close
            User-Agent: Pantavisor/2 (Linux; x86_64) PV/022 Date/20260101

            """);
    assertThat(answer)
        .startsWith("HTTP/1.1 200 ")
        .contains("Content-Length: ")
        .contains("\"challenge\":");
  }

  @Test
  void answersAnAbsoluteRequestWhoseAuthorityIsNotItsHost() throws IOException {
    String answer =
        send("GET http://elsewhere:99/healthz HTTP/1.1\nHost: 127.0.0.1\nConnection: close\n\n");
    assertThat(answer)
        .startsWith("HTTP/1.1 200 ")
        .contains("Connection: close")
        .endsWith("{\"status\":\"ok\"}");
  }

  @Test
  void neverEmitsAUrlThatTheHostHeaderChose() throws IOException {
    String answer = send("GET /trails/ HTTP/1.1\nHost: evil.example.org\nConnection: close\n\n");
    assertThat(answer).contains("ph-aeps=\"" + hub.hub().url() + "/auth\"").doesNotContain("evil");
  }

  @Test
  void readsAChunkedBody() throws IOException {
    String body = "{\"username\":\"nobody\",\"password\":\"x\"}";
    String answer =
        send(
            "POST /auth/login HTTP/1.1\nHost: a\nUser-Agent: t\nConnection: close\nTransfer-Encoding: chunked\n\n"
                + Integer.toHexString(body.length())
                + "\n"
                + body
                + "\n0\n\n");
    assertThat(answer).startsWith("HTTP/1.1 401 ").contains("wrong user name or password");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"xchunked, chunked", "gzip, chunked", "chunked, chunked", "identity", "xchunked"})
  void refusesEveryTransferCodingButChunked(String coding) throws IOException {
    String answer =
        send(
            "POST /devices/ HTTP/1.1\nHost: a\nUser-Agent: t\nConnection: close\nTransfer-Encoding: "
                + coding
                + "\n\n0\n\n");
    assertThat(answer)
        .startsWith("HTTP/1.1 400 ")
        .contains("application/json; charset=utf-8")
        .contains("{\"Error\":\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /devices/ HTTP/1.1\nHost: a\nUser-Agent: t\nContent-Length: 4\nTransfer-Encoding: chunked\n\n0\n\n",
        "POST /devices/ HTTP/1.1\nHost: a\nUser-Agent: t\nContent-Length: 4\nContent-Length: 5\n\n{}{}{}",
        "POST /devices/ HTTP/1.1\nHost: a\nUser-Agent: t\nContent-Length: +4\n\n{  }",
        "POST /devices/ HTTP/1.1\nHost: a\nUser-Agent: t\nTransfer-Encoding : chunked\n\n0\n\n",
        "POST /devices/ HTTP/1.1\nUser-Agent: t\nContent-Length: 0\n\n",
        "GET /healthz HTTP/1.1\nHost: a\nHost: b\n\n",
        "garbage\n\n",
        "GET /healthz\u0000 HTTP/1.1\nHost: a\n\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\n\n"
      })
  void refusesWhatIsNotGoodHttpInJson(String request) throws IOException {
    String answer = send(request);
    assertThat(answer)
        .startsWith("HTTP/1.1 400 ")
        .contains("application/json; charset=utf-8")
        .contains("{\"Error\":\"")
        .doesNotContain("<html");
  }

  @Test
  void refusesHeadersWithoutEnd() throws IOException {
    String answer = send("GET /healthz HTTP/1.1\nHost: a\nX-Long: " + "x".repeat(20_000) + "\n\n");
    assertThat(answer).startsWith("HTTP/1.1 431 ").contains("{\"Error\":\"");
  }

  @Test
  void refusesABodyThatIsTooLargeBeforeItHasCome() throws IOException {
    String answer =
        send(
            "POST /auth/login HTTP/1.1\nHost: a\nUser-Agent: t\nConnection: close\nContent-Length: 70000\n\n{");
    assertThat(answer).startsWith("HTTP/1.1 413 ").contains("larger than 65536 bytes");
  }

  @Test
  void refusesAChunkedBodyThatGrowsTooLarge() throws IOException {
    String chunk = "10000\n" + "x".repeat(0x10000) + "\n";
    String answer =
        send(
            "POST /auth/login HTTP/1.1\nHost: a\nUser-Agent: t\nConnection: close\nTransfer-Encoding: chunked\n\n"
                + chunk
                + "1\nx\n0\n\n");
    assertThat(answer).startsWith("HTTP/1.1 413 ");
  }

  @Test
  void answersHeadAsGetWithoutTheBody() throws IOException {
    String answer = send("HEAD /healthz HTTP/1.1\nHost: a\nConnection: close\n\n");
    assertThat(answer)
        .startsWith("HTTP/1.1 200 ")
        .contains("Content-Length: 15")
        .endsWith("\r\n\r\n");
  }

  @Test
  void refusesDevicesThatDoNotSayWhatTheyAre() throws IOException {
    assertThat(send("POST /devices/ HTTP/1.1\nHost: a\nConnection: close\nContent-Length: 0\n\n"))
        .startsWith("HTTP/1.1 403 ");
  }
}
