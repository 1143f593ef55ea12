package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.SocketFactory;

/**
 * The two ways in which published devices speak HTTP, byte for byte; each request has a connection
 * of its own. Every answer is held to what both need.
 */
final class DeviceWire {
  private static final String AGENT =
      "User-Agent: Pantavisor/2 (Linux; x86_64) PV/022 Date/20260101\r\n";

  /** Escapes that JSON does not need: devices would take them as they stand. */
  private static final Pattern NEEDLESS = Pattern.compile("\\\\/|\\\\u00[2-7][0-9a-fA-F]");

  private final SocketFactory connections;
  private final URI hub;

  DeviceWire(SocketFactory connections, URI hub) {
    this.connections = connections;
    this.hub = hub;
  }

  /** An answer, whose body has one character for each byte. */
  record DeviceAnswer(int status, Map<String, String> headers, String body) {
    DeviceReader json() {
      return new DeviceReader(body);
    }
  }

  /**
   * How a device registers, waits to be claimed and reports its factory state: HTTP/1.0, the whole
   * URL in the first line, and no length where there is no body.
   */
  DeviceAnswer old(String method, String path, Optional<String> token, Optional<String> body)
      throws IOException {
    return send(
        method + " " + hub + path + " HTTP/1.0\r\nHost: " + hub.getAuthority() + "\r\n",
        token,
        body);
  }

  /** How it does everything else: HTTP/1.1, and a Host without its port. */
  DeviceAnswer events(String method, String path, Optional<String> token, Optional<String> body)
      throws IOException {
    return send(method + " " + path + " HTTP/1.1\r\nHost: " + hub.getHost() + "\r\n", token, body);
  }

  private DeviceAnswer send(String head, Optional<String> token, Optional<String> body)
      throws IOException {
    String request =
        head
            + "Connection: close\r\n"
            + AGENT
            + token.map(text -> "Authorization: Bearer " + text + "\r\n").orElse("")
            + body.map(text ->
                    "Content-Type: application/json\r\nContent-Length: "
                        + text.length()
                        + "\r\n\r\n"
                        + text)
                .orElse("\r\n");
    return checked(RawHttp.exact(connections, hub, request));
  }

  static DeviceAnswer checked(String raw) {
    int end = raw.indexOf("\r\n\r\n");
    assertThat(end).as(raw).isPositive();
    Map<String, String> headers = new HashMap<>();
    Stream.of(raw.substring(0, end).split("\r\n"))
        .skip(1)
        .forEach(line -> {
          int colon = line.indexOf(": ");
          headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
        });
    String body = raw.substring(end + 4);
    assertThat(raw).matches("(?s)HTTP/1\\.[01] [2-5][0-9][0-9] .*");
    int status = Integer.parseInt(raw.substring(9, 12));
    assertThat(headers)
        .as(raw)
        .containsEntry("connection", "close")
        .containsEntry("content-length", Integer.toString(body.length()))
        .doesNotContainKeys("transfer-encoding", "content-encoding", "location");
    if (headers.getOrDefault("content-type", "").startsWith("application/json")) {
      assertThat(NEEDLESS.matcher(body).find()).as(body).isFalse();
    }
    return new DeviceAnswer(status, headers, body);
  }

  /** The text of a document as bytes go, one character each. */
  static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
