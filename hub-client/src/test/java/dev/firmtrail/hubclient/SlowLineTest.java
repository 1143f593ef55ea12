package dev.firmtrail.hubclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.testkit.wire.RawServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A body may take as long as it takes while it moves; a line on which nothing moves is left. */
final class SlowLineTest {
  private static final String SEND_BUFFER = "jdk.httpclient.sendBufferSize";
  private static final int PIECE = 16 * 1024;
  private static final int PIECES = 40;
  private static final int PAUSE = 50;
  private static final Duration IDLE = Duration.ofMillis(500);
  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(5), IDLE, List.of(), Duration.ofMillis(1));
  private static final byte[] DOCUMENT = new byte[PIECES * PIECE];

  /** The kernel would take all at once. */
  @BeforeEach
  void keepLittleInTheKernel() {
    System.setProperty(SEND_BUFFER, Integer.toString(PIECE));
  }

  @AfterEach
  void keepWhatItLikes() {
    System.clearProperty(SEND_BUFFER);
  }

  private static Reply exchange(RawServer server, RequestBody body) throws HubException {
    try (Transport transport = new Transport(new ProxySetting.None(), PATIENCE, told -> {})) {
      return transport.exchange(Call.bundle(server.url().resolve("/x"), body), Optional.empty());
    }
  }

  @Test
  void aSlowBodyIsWaitedFor() throws IOException {
    assertThat(Duration.ofMillis((long) PIECES * PAUSE)).isGreaterThan(IDLE.multipliedBy(3));
    try (RawServer server =
        RawServer.start((path, to) ->
            to.receiveSlowly(DOCUMENT.length, PIECE, PAUSE)
                .send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))) {
      assertThat(exchange(server, RequestBody.of(DOCUMENT)).status()).isEqualTo(200);
      RequestBody stream =
          RequestBody.of(() -> new ByteArrayInputStream(DOCUMENT), DOCUMENT.length);
      assertThat(exchange(server, stream).status()).isEqualTo(200);
      assertThat(stream.sent()).isEqualTo(DOCUMENT.length);
    }
  }

  @Test
  void aBodyThatNobodyTakesIsNot() throws IOException {
    CountDownLatch over = new CountDownLatch(1);
    try (RawServer server = RawServer.start((path, to) -> over.await())) {
      assertThatThrownBy(() -> exchange(server, RequestBody.of(DOCUMENT)))
          .hasMessageContaining("too slow");
    } finally {
      over.countDown();
    }
  }
}
