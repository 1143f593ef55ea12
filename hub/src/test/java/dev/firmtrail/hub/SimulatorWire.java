package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the simulated device speaks HTTP: each request has a connection of its own, but says nothing
 * of closing it; the client does when it has as many bytes as were promised. It looks at no status.
 */
final class SimulatorWire {
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: ([0-9]+)\r\n");

  private final URI hub;

  SimulatorWire(URI hub) {
    this.hub = hub;
  }

  /** The body of the answer; an empty token or body is none. */
  String send(String method, String path, String token, String body) throws IOException {
    return exchange(
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: "
            + hub.getAuthority()
            + "\r\nUser-Agent: Pantavisor-Mocker/0.1\r\nAccept: */*\r\n"
            + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n")
            + (body.isEmpty()
                ? ""
                : "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n")
            + "\r\n"
            + body);
  }

  /** As it does at the begin of each cycle. */
  String login(DeviceReader device) throws IOException {
    String body =
        "{\"username\":\"%s\",\"password\":\"%s\"}"
            .formatted(device.value("prn"), device.value("secret"));
    return new DeviceReader(send("POST", "/auth/login", "", body)).value("token");
  }

  /** Bytes, for which it says only where and that it takes anything. */
  String download(String url) throws IOException {
    return exchange(
        "GET "
            + URI.create(url).getRawPath()
            + " HTTP/1.1\r\nHost: "
            + hub.getAuthority()
            + "\r\nAccept: */*\r\n\r\n");
  }

  private String exchange(String request) throws IOException {
    try (Socket socket = new Socket(hub.getHost(), hub.getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      InputStream in = socket.getInputStream();
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        int next = in.read();
        assertThat(next).as(head.toString(StandardCharsets.ISO_8859_1)).isNotNegative();
        head.write(next);
      }
      Matcher length = LENGTH.matcher(head.toString(StandardCharsets.ISO_8859_1));
      assertThat(length.find()).isTrue();
      return new String(
          in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.ISO_8859_1);
    }
  }
}
