package dev.firmtrail.hub;

import dev.firmtrail.fuzz.Must;
import dev.firmtrail.fuzz.Target;
import dev.firmtrail.fuzz.Workplace;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Bytes on a connection to a running hub. {@code @TOKEN@} stands for the token of an account. Every
 * answer is an HTTP answer, none says that something inside broke, and what is there stays: the
 * hub's health, and the account's device.
 */
public final class HttpTarget implements Target {
  private static final int TIMEOUT_MILLISECONDS = 5_000;
  private static final int EACH = 512;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 [1-5][0-9][0-9] ");

  private final Hub hub;
  private final HttpClient client = HttpClient.newHttpClient();
  private final String token;
  private long inputs;

  public HttpTarget() throws IOException, InterruptedException, JsonException {
    this.hub = Hub.start(HubConfig.loopback(Workplace.make().resolve("data")));
    Runtime.getRuntime().addShutdownHook(new Thread(hub::close));
    String person = "{\"nick\":\"user1\",\"email\":\"u@x\",\"password\":\"correct horse\"}";
    post("/auth/accounts", person, "");
    JsonObject session =
        post("/auth/login", "{\"username\":\"user1\",\"password\":\"correct horse\"}", "");
    this.token = session.string("token").orElseThrow();
    post("/devices", "{\"nick\":\"dev1\"}", token);
  }

  private JsonObject post(String path, String body, String bearer)
      throws IOException, InterruptedException, JsonException {
    HttpRequest request =
        HttpRequest.newBuilder(hub.url().resolve(path))
            .header("User-Agent", "fuzz")
            .header("Authorization", "Bearer " + bearer)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    Must.equal(answer.statusCode(), 200, "the status of POST " + path);
    return JsonReader.readObject(answer.body());
  }

  @Override
  public void accept(byte[] input) throws IOException {
    String said = new String(input, StandardCharsets.ISO_8859_1).replace("@TOKEN@", token);
    String answer = exchange(said.getBytes(StandardCharsets.ISO_8859_1));
    answered(answer);
    // What was sent may come back in a reason.
    Must.hold(!answer.contains("Exception") || said.contains("Exception"), "inside: " + answer);
    if (++inputs % EACH == 0) {
      String devices =
          exchange(
              ("GET /devices HTTP/1.1\r\nHost: h\r\nConnection: close\r\nAuthorization: Bearer "
                      + token
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
      Must.hold(devices.contains("\"dev1\""), "the device is gone: " + devices);
    }
  }

  private static void answered(String answer) {
    if (!answer.isEmpty()) {
      Must.hold(STATUS.matcher(answer).lookingAt(), "no HTTP answer: " + answer);
      Must.hold(!answer.startsWith("HTTP/1.1 500"), "something broke inside: " + answer);
    }
  }

  /** What comes back when these bytes are all that is ever sent. */
  private String exchange(byte[] bytes) throws IOException {
    try (Socket socket = new Socket(hub.url().getHost(), hub.url().getPort())) {
      socket.setSoTimeout(TIMEOUT_MILLISECONDS);
      socket.setSoLinger(true, 0);
      ByteArrayOutputStream came = new ByteArrayOutputStream();
      try {
        socket.getOutputStream().write(bytes);
        socket.shutdownOutput();
        InputStream in = socket.getInputStream();
        in.transferTo(came);
      } catch (SocketException closedBeforeAllWasSent) {
        return came.toString(StandardCharsets.ISO_8859_1);
      }
      return came.toString(StandardCharsets.ISO_8859_1);
    }
  }
}
