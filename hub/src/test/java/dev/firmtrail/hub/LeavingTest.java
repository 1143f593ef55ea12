package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.hub.web.Limits;
import dev.firmtrail.hub.web.Rates;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that leave or dawdle: one line in the log each, and no place held for ever. */
class LeavingTest {
  private static final int CONNECTIONS = 8;
  private static final Limits SHORT =
      new Limits(Duration.ofSeconds(2), Duration.ofSeconds(1), 64, CONNECTIONS, Rates.STANDARD);

  @TempDir private Path data;
  private LoggedLines log;
  private TestHub hub;
  private String alice;

  @BeforeEach
  void start() throws IOException {
    hub = TestHub.start(data.resolve("hub"), SHORT, InstantSource.system());
    alice = hub.account("alice");
    log = LoggedLines.fromNow();
  }

  @AfterEach
  void stop() {
    log.close();
    hub.close();
  }

  private Socket send(String request) throws IOException {
    URI url = hub.hub().url();
    Socket socket = new Socket(url.getHost(), url.getPort());
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
    return socket;
  }

  private void awaitOneLineThatSaysSo(String method) {
    await()
        .untilAsserted(() ->
            assertThat(log.events())
                .filteredOn(
                    event -> String.valueOf(event.getKeyValuePairs()).contains("client left"))
                .hasSize(1)
                .allMatch(event -> event.getKeyValuePairs().toString().contains(method)));
    assertThat(log.events()).allMatch(event -> event.getLevel().equals(Level.INFO));
    assertThat(log.events()).allMatch(event -> event.getThrowableProxy() == null);
  }

  private Reply announced(String content) {
    return hub.post("/objects/", alice, TestHub.announcement(content, "a"));
  }

  private static String path(Reply announced, String member) {
    return URI.create(announced.string(member)).getRawPath();
  }

  @Test
  void aDownloadThatNobodyWantsAnyMore() throws IOException {
    String content = "x".repeat(32 << 20);
    Reply object = announced(content);
    hub.put(object.string("signed-puturl"), content);
    try (Socket socket = send("GET " + path(object, "signed-geturl") + " HTTP/1.1\nHost: a\n\n")) {
      assertThat(socket.getInputStream().readNBytes(1000)).hasSize(1000);
      socket.setSoLinger(true, 0);
    }
    awaitOneLineThatSaysSo("GET");
  }

  @Test
  void anExportThatNobodyWantsAnyMore() throws IOException {
    StringBuilder content = new StringBuilder();
    Random random = new Random(1);
    while (content.length() < 16 << 20) {
      content.append((char) (' ' + random.nextInt(90)));
    }
    String object = hub.object(alice, content.toString(), "a");
    String device = hub.deviceWithTrail(alice, "box").id();
    hub.post("/trails/" + device + "/steps", alice, TestHub.step(-1, TestHub.state("a", object)));
    String request =
        "GET /exports/alice/box/1/x.tgz HTTP/1.1\nHost: a\nAuthorization: Bearer " + alice + "\n\n";
    try (Socket socket = send(request)) {
      assertThat(socket.getInputStream().readNBytes(1000)).hasSize(1000);
      socket.setSoLinger(true, 0);
    }
    awaitOneLineThatSaysSo("GET");
  }

  @Test
  void aDownloadThatIsReadTooSlowly() throws IOException {
    String content = "x".repeat(32 << 20);
    Reply object = announced(content);
    hub.put(object.string("signed-puturl"), content);
    try (Socket socket = send("GET " + path(object, "signed-geturl") + " HTTP/1.1\nHost: a\n\n")) {
      awaitOneLineThatSaysSo("GET");
      assertThat(socket.isConnected()).isTrue();
    }
  }

  @Test
  void anUploadThatIsCut() throws IOException {
    Reply object = announced("content");
    try (Socket socket =
        send(
            "PUT "
                + path(object, "signed-puturl")
                + " HTTP/1.1\nHost: a\nContent-Length: 7\n\nc")) {
      socket.setSoLinger(true, 0);
    }
    awaitOneLineThatSaysSo("PUT");
  }

  @Test
  void anUploadThatStops() throws IOException {
    Reply object = announced("content");
    try (Socket socket =
        send(
            "PUT "
                + path(object, "signed-puturl")
                + " HTTP/1.1\nHost: a\nContent-Length: 7\n\nc")) {
      socket.getInputStream().readAllBytes();
    }
    awaitOneLineThatSaysSo("PUT");
  }

  /** A byte now and then keeps the idle timeout away, but not the watch over the pace. */
  private static void dripUntilCut(Socket socket) throws IOException {
    try (ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor()) {
      OutputStream out = socket.getOutputStream();
      Callable<Void> drop =
          () -> {
            out.write('x');
            return null;
          };
      for (int i = 1; i < 200; i++) {
        var _ = drip.schedule(drop, 100L * i, TimeUnit.MILLISECONDS);
      }
      try {
        socket.getInputStream().readAllBytes();
      } catch (SocketException reset) {
        assertThat(reset).hasMessageContaining("reset");
      } finally {
        drip.shutdownNow();
      }
    }
  }

  @Test
  void anUploadThatDrips() throws IOException {
    String content = "c".repeat(100_000);
    Reply object = announced(content);
    try (Socket socket =
        send(
            "PUT "
                + path(object, "signed-puturl")
                + " HTTP/1.1\nHost: a\nContent-Length: 100000\n\n")) {
      dripUntilCut(socket);
    }
    awaitOneLineThatSaysSo("PUT");
  }

  @Test
  void headersThatDrip() throws IOException {
    try (Socket socket = send("GET /healthz HTTP/1.1\nHost: a\nX-Slow: ")) {
      dripUntilCut(socket);
    }
    assertThat(log.events()).allMatch(event -> event.getLevel().equals(Level.INFO));
  }

  @Test
  void aBurstOfDevicesFindsRoomToWait() throws IOException {
    int burst = 600;
    Limits one = new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), 64, 1, Rates.STANDARD);
    List<Socket> sockets = new ArrayList<>();
    try (TestHub busy = TestHub.start(data.resolve("busy"), one, InstantSource.system())) {
      URI url = busy.hub().url();
      for (int i = 0; i < burst; i++) {
        Socket socket = new Socket();
        sockets.add(socket);
        // Where there is no room, the kernel drops the request to connect.
        socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), 10_000);
      }
      for (Socket each : sockets) {
        each.close();
      }
    }
    assertThat(sockets).hasSize(burst);
  }

  @Test
  void whoComesWhenAllPlacesAreTakenWaitsForOne() throws IOException {
    List<Socket> sitting = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      sitting.add(send("GET /healthz HTTP/1.1\nHost: a\n"));
    }
    try (Socket next = send("GET /healthz HTTP/1.1\nHost: a\nConnection: close\n\n")) {
      next.setSoTimeout(300);
      assertThatThrownBy(() -> next.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      for (Socket each : sitting) {
        each.close();
      }
      next.setSoTimeout(20_000);
      assertThat(new String(next.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 200");
    }
  }
}
