package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * HTTP as old devices speak it; how they register is in {@link ClaimTest}, how attackers do in
 * {@link HostileRequests}.
 */
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
