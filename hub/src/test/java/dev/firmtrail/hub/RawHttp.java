package dev.firmtrail.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.SocketFactory;

/**
 * Sends bytes as they are, as no well-behaved client would, and reads until the hub closes the
 * connection.
 */
final class RawHttp {
  private static final int TIMEOUT_MILLISECONDS = 20_000;

  private RawHttp() {}

  /**
   * The whole answer, status line and all; line ends in the request may be written as plain
   * newlines.
   */
  static String exchange(URI hub, String request) throws IOException {
    return exact(hub, request.replace("\n", "\r\n"));
  }

  /** The same for a request with every byte as it is to be sent, one char each. */
  static String exact(URI hub, String request) throws IOException {
    return exact(SocketFactory.getDefault(), hub, request);
  }

  /** The same inside of TLS, for instance. */
  static String exact(SocketFactory connections, URI hub, String request) throws IOException {
    try (Socket socket = connections.createSocket(hub.getHost(), hub.getPort())) {
      socket.setSoTimeout(TIMEOUT_MILLISECONDS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
