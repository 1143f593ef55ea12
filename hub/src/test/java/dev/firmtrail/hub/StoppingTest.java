package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.hub.TestHub.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub that stops, and clients that go away. */
class StoppingTest {
  private static final String CONTENT = "first half, second half";
  private static final int HALF = 11;

  private static Socket beginUpload(URI hub, String putUrl) throws IOException {
    Socket socket = new Socket(hub.getHost(), hub.getPort());
    String head =
        "PUT "
            + URI.create(putUrl).getPath()
            + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: "
            + CONTENT.length()
            + "\r\n\r\n";
    OutputStream out = socket.getOutputStream();
    out.write((head + CONTENT.substring(0, HALF)).getBytes(StandardCharsets.US_ASCII));
    out.flush();
    return socket;
  }

  private static boolean uploadIsRunning(Path objects) {
    try (Stream<Path> files = Files.list(objects)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith("."));
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  @Test
  void finishesTheRequestsThatRunBeforeItCloses(@TempDir Path data) throws Exception {
    TestHub hub = TestHub.start(data.resolve("hub"));
    URI url = hub.hub().url();
    Reply announced =
        hub.post("/objects/", hub.account("alice"), TestHub.announcement(CONTENT, "a"));
    Path objects = data.resolve("hub/objects");
    Path object = objects.resolve(announced.string("id"));
    try (Socket upload = beginUpload(url, announced.string("signed-puturl"))) {
      Awaitility.await().until(() -> uploadIsRunning(objects));
      Thread closing = Thread.ofPlatform().start(hub::close);
      Awaitility.await().until(() -> refusesConnections(url));
      upload.getOutputStream().write(CONTENT.substring(HALF).getBytes(StandardCharsets.US_ASCII));
      upload.getOutputStream().flush();
      assertThat(new String(upload.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 200 ");
      closing.join();
    }
    assertThat(object).hasContent(CONTENT);
    assertThat(data.resolve("hub/hub.db-wal")).doesNotExist();
  }

  private static boolean refusesConnections(URI url) throws IOException {
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      return !socket.isConnected();
    } catch (ConnectException refused) {
      return true;
    }
  }

  @Test
  void keepsNothingOfAnUploadThatBreaksOff(@TempDir Path data) throws IOException {
    try (TestHub hub = TestHub.start(data.resolve("hub"))) {
      String alice = hub.account("alice");
      Reply announced = hub.post("/objects/", alice, TestHub.announcement(CONTENT, "a"));
      Path objects = data.resolve("hub/objects");
      try (Socket upload = beginUpload(hub.hub().url(), announced.string("signed-puturl"))) {
        Awaitility.await().until(() -> uploadIsRunning(objects));
        upload.shutdownOutput();
        assertThat(new String(upload.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
            .doesNotContain("HTTP/1.1 200");
      }
      Awaitility.await().until(() -> !uploadIsRunning(objects));
      assertThat(objects.resolve(announced.string("id"))).doesNotExist();
      assertThat(hub.post("/objects/", alice, TestHub.announcement(CONTENT, "a")).status())
          .isEqualTo(200);
    }
  }

  @Test
  void saysWhichAddressIsTaken(@TempDir Path data) throws IOException {
    try (TestHub hub = TestHub.start(data.resolve("one"))) {
      URI taken = hub.hub().url();
      HubConfig config = HubConfig.loopback(data.resolve("two"));
      HubConfig same =
          new HubConfig(
              config.data(),
              new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), taken.getPort()),
              config.publicUrl(),
              config.largestObject(),
              config.tls(),
              config.metricsToken(),
              config.trustedProxies(),
              config.bounds());
      assertThatThrownBy(() -> Hub.start(same))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1:" + taken.getPort());
    }
  }
}
