package dev.firmtrail.dist;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a published device speaks HTTP: each request has a connection of its own. */
final class DeviceHttp {
  private static final int LONGEST_MILLISECONDS = 60_000;
  private static final String AGENT =
      "Connection: close\r\nUser-Agent: Pantavisor/2 (Linux; x86_64) PV/022 Date/20260101\r\n";
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: ([0-9]+)\r\n");
  private static final Pattern RETRY_AFTER = Pattern.compile("(?i)\r\nretry-after: ([0-9]+)\r\n");

  private final URI hub;

  DeviceHttp(URI hub) {
    this.hub = hub;
  }

  /**
   * An answer that came whole.
   *
   * @param retryAfter in seconds
   * @param body one character for each byte
   */
  record Answer(int status, Optional<Integer> retryAfter, String body) {
    byte[] bytes() {
      return body.getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  /** One of the two ways to ask. */
  interface Way {
    Answer ask(String method, String path, Optional<String> token, Optional<byte[]> body)
        throws IOException;
  }

  /**
   * HTTP/1.0 with the whole URL in the first line: to register, to wait for an owner and to report
   * the factory state.
   *
   * @throws IOException nobody listens, or the answer was cut
   */
  Answer old(String method, String path, Optional<String> token, Optional<byte[]> body)
      throws IOException {
    return send(
        method + " " + hub + path + " HTTP/1.0\r\nHost: " + hub.getAuthority() + "\r\n",
        token,
        body);
  }

  /**
   * HTTP/1.1, and a Host without its port: for everything else.
   *
   * @throws IOException nobody listens, or the answer was cut
   */
  Answer events(String method, String path, Optional<String> token, Optional<byte[]> body)
      throws IOException {
    return send(method + " " + path + " HTTP/1.1\r\nHost: " + hub.getHost() + "\r\n", token, body);
  }

  private Answer send(String head, Optional<String> token, Optional<byte[]> body)
      throws IOException {
    String headers =
        head
            + AGENT
            + token.map(text -> "Authorization: Bearer " + text + "\r\n").orElse("")
            + body.map(bytes ->
                    "Content-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n")
                .orElse("")
            + "\r\n";
    byte[] first = headers.getBytes(StandardCharsets.ISO_8859_1);
    byte[] rest = body.orElse(new byte[0]);
    byte[] request = Arrays.copyOf(first, first.length + rest.length);
    System.arraycopy(rest, 0, request, first.length, rest.length);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(hub.getHost(), hub.getPort()), LONGEST_MILLISECONDS);
      socket.setSoTimeout(LONGEST_MILLISECONDS);
      socket.getOutputStream().write(request);
      return whole(socket.getInputStream().readAllBytes());
    }
  }

  private static Answer whole(byte[] raw) throws IOException {
    String text = new String(raw, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    String head = text.substring(0, Math.max(end, 0)) + "\r\n";
    Matcher length = LENGTH.matcher(head);
    if (!length.find() || Integer.parseInt(length.group(1)) != raw.length - end - 4) {
      throw new IOException("the answer was cut after " + raw.length + " bytes: " + head);
    }
    Matcher later = RETRY_AFTER.matcher(head);
    return new Answer(
        Integer.parseInt(head.substring(9, 12)),
        later.find() ? Optional.of(Integer.valueOf(later.group(1))) : Optional.empty(),
        text.substring(end + 4));
  }
}
