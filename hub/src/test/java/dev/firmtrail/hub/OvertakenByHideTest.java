package dev.firmtrail.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who was let in to write something about a device, and whose body comes after the owner was told
 * that the device is hidden, is refused as anybody who comes later. The order is certain: the hub
 * asks for a body ({@code 100 Continue}) only once the caller may send one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OvertakenByHideTest {
  private static final String FACTORY = "{\"#spec\":\"" + TestHub.SPEC + "\"}";
  private static final String STEP = "{\"rev\":-1,\"state\":" + FACTORY + "}";

  private TestHub hub;
  private String alice;

  @BeforeAll
  void start(@TempDir Path data) throws IOException {
    hub = TestHub.start(data.resolve("hub"));
    alice = hub.account("alice");
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  /** A request that has been let in and whose body has not been sent. */
  private record Begun(Socket socket, BufferedReader in, String body) implements AutoCloseable {
    static Begun of(URI hub, String line, String token, String body) throws IOException {
      Socket socket = new Socket(hub.getHost(), hub.getPort());
      String head =
          line
              + " HTTP/1.1\r\nHost: hub\r\nUser-Agent: test\r\nAuthorization: Bearer "
              + token
              + "\r\nContent-Length: "
              + body.getBytes(UTF_8).length
              + "\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(UTF_8));
      BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      assertThat(in.readLine()).isEqualTo("HTTP/1.1 100 Continue");
      assertThat(in.readLine()).isEmpty();
      return new Begun(socket, in, body);
    }

    List<String> finish() throws IOException {
      socket.getOutputStream().write(body.getBytes(UTF_8));
      return in.lines().toList();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private Begun begin(DeviceLogin device, String who, String method, String path, String body)
      throws IOException {
    return Begun.of(
        hub.hub().url(),
        method + " " + path.replace("ID", device.id()),
        who.equals("owner") ? alice : device.token(),
        body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "owner  | POST  | /trails/ID/steps                          | STEP",
        "device | POST  | /trails/ID/steps                          | STEP",
        "device | PUT   | /trails/ID/steps/0/progress               | {\"status\":\"DONE\"}",
        "owner  | PUT   | /devices/ID/user-meta                     | {\"a\":1}",
        "owner  | PATCH | /devices/ID/user-meta                     | {\"a\":1}",
        "device | PUT   | /devices/ID/device-meta                   | {\"a\":1}",
        "device | PATCH | /devices/ID/device-meta                   | {\"a\":1}",
        "device | POST  | /logs/                                    | [{\"msg\":\"said\"}]",
        "owner  | PATCH | /devices/ID                               | {\"nick\":\"other\"}",
        "owner  | PUT   | /devices/ID                               | {\"nick\":\"other\"}",
        "owner  | PUT   | /firmtrail/v1/devices/ID/signature-policy | {\"mode\":\"accept\"}",
      })
  void nothingIsAddedThen(String who, String method, String path, String wish) throws IOException {
    String body = wish.replace("STEP", STEP);
    DeviceLogin kept = hub.deviceWithTrail(alice, "kept");
    try (Begun request = begin(kept, who, method, path, body)) {
      assertThat(request.finish()).as("without hiding").startsWith("HTTP/1.1 200 OK");
    }
    hub.delete("/devices/" + kept.id(), alice);

    DeviceLogin hidden = hub.deviceWithTrail(alice, "hidden");
    String before;
    List<String> answer;
    try (Begun request = begin(hidden, who, method, path, body)) {
      assertThat(hub.delete("/devices/" + hidden.id(), alice).status()).isEqualTo(200);
      before = known(hidden);
      answer = request.finish();
    }
    assertThat(answer).startsWith("HTTP/1.1 403 Forbidden");
    String later = hub.delete("/devices/" + hidden.id(), alice).string("msg");
    assertThat(answer.getLast()).contains("\"msg\":\"" + later + "\"");
    assertThat(known(hidden)).isEqualTo(before);
  }

  @Test
  void noTrailIsBegunThen() throws IOException {
    DeviceLogin device = hub.device(alice, "never-begun");
    try (Begun request = begin(device, "device", "POST", "/trails/", FACTORY)) {
      hub.delete("/devices/" + device.id(), alice);
      assertThat(request.finish()).startsWith("HTTP/1.1 403 Forbidden");
    }
    assertThat(hub.get("/trails/" + device.id(), alice).status()).isEqualTo(403);
  }

  /** All that anybody may read of it. */
  private String known(DeviceLogin device) {
    return Stream.of(
            "/firmtrail/v1/devices/" + device.id() + "/events",
            "/firmtrail/v1/devices/" + device.id() + "/signature-policy/history",
            "/trails/" + device.id() + "/steps?progress.status=%7B%22$nin%22:%5B%5D%7D",
            "/devices/" + device.id(),
            "/logs/?dev=" + device.prn())
        .map(path -> hub.get(path, alice).text())
        .collect(Collectors.joining("\n"));
  }
}
