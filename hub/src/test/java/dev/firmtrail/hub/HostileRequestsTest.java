package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What strangers send, one request after another to one hub: what it answers is the page {@code
 * docs/hostile/hub.md}; it goes on, keeps its data, and says no secret to its log.
 */
class HostileRequestsTest {
  private static final Path PAGE =
      Path.of(System.getProperty("firmtrail.root", ".."), "docs", "hostile", "hub.md");
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
  private static final Pattern WORDS =
      Pattern.compile("\"(?:Error|msg)\":\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final int LONGEST_WORDS = 70;
  private static final int LONGEST_ANSWER = 1 << 20;

  private static final String INTRODUCTION =
      """
      # Hostile requests to the hub

      What the hub answers to what it should never be sent. After each of these it served on, its data was what it had been, and
      its log had no token, password or signed URL. Several numbers are several answers on one connection; *closed* means that
      the hub ended the connection without one. This page is made by `HostileRequestsTest`. That every route refuses strangers is
      `StrangerTest`'s; clients that leave are `LeavingTest`'s.

      | case | request | answer | first words |
      | --- | --- | --- | --- |
      """;

  @Test
  void answersEachAsThePageSaysAndGoesOn(@TempDir Path directory) throws Exception {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    try (HostileWorld world = new HostileWorld(directory);
        LoggedLines log = LoggedLines.fromNow()) {
      List<String> before = world.contents();
      for (HostileRequest each : HostileRequests.all()) {
        String answer = exchange(world.hub().hub().url(), each, world);
        page.append(row(each, answer));
        assertThat(answer).as(each.name()).doesNotContain("HTTP/1.1 500").doesNotContain("<html");
        assertThat(world.isHealthy()).as("after %s", each).isTrue();
        assertThat(world.contents()).as("after %s", each).isEqualTo(before);
      }
      assertThat(world.secrets())
          .allSatisfy(secret -> assertThat(log.text()).doesNotContain(secret));
      assertThat(log.events())
          .as("nothing of this is a failure of the hub")
          .allMatch(event -> event.getLevel().equals(Level.INFO));
    }
    if (System.getProperty("firmtrail.write") != null) {
      Files.createDirectories(PAGE.resolveSibling(""));
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).as("made by this test with -Dfirmtrail.write=1").hasContent(page.toString());
  }

  private static String row(HostileRequest request, String answer) {
    List<String> numbers = new ArrayList<>();
    Matcher statuses = STATUS.matcher(answer);
    while (statuses.find()) {
      numbers.add(statuses.group(1));
    }
    Matcher said = WORDS.matcher(answer);
    String words =
        said.find() ? said.group(1).replaceAll("[0-9a-f]{24,}", "…").replace("\\\"", "'") : "";
    String first = words.length() > LONGEST_WORDS ? words.substring(0, LONGEST_WORDS) + "…" : words;
    return "| %s | `%s` | %s | %s |\n"
        .formatted(
            request.name(),
            request.shown(),
            numbers.isEmpty() ? "closed" : String.join(", ", numbers),
            first.replace("|", "\\|"));
  }

  /** Sends until the hub closes, and gives what came, which may be nothing. */
  private static String exchange(URI hub, HostileRequest request, HostileWorld world)
      throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    CountDownLatch closed = new CountDownLatch(1);
    try (Socket socket = new Socket(hub.getHost(), hub.getPort())) {
      socket.setSoTimeout(20_000);
      Iterator<String> pieces = request.pieces().apply(world).iterator();
      Thread.ofVirtual().start(() -> send(pieces, request.pause(), socket, closed));
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[8192];
      for (int got = in.read(buffer);
          got >= 0 && answer.size() < LONGEST_ANSWER;
          got = in.read(buffer)) {
        answer.write(buffer, 0, got);
      }
      closed.countDown();
    } catch (SocketException reset) {
      closed.countDown();
    }
    return answer.toString(StandardCharsets.ISO_8859_1);
  }

  private static void send(
      Iterator<String> pieces, int pause, Socket socket, CountDownLatch closed) {
    try {
      OutputStream out = socket.getOutputStream();
      while (pieces.hasNext()) {
        out.write(pieces.next().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        if (pause > 0 && closed.await(pause, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (IOException | InterruptedException hubHasClosed) {
      return;
    }
  }
}
