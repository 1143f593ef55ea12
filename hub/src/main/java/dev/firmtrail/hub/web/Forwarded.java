package dev.firmtrail.hub.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;

/** A request whose other end is who asked the proxy, where a trusted one passed it on. */
final class Forwarded extends Request.Wrapper {
  private static final String HEADER = "X-Forwarded-For";

  private final ConnectionMetaData connection;

  private Forwarded(Request request, InetAddress client) {
    super(request);
    this.connection = new From(request.getConnectionMetaData(), new InetSocketAddress(client, 0));
  }

  static Request of(Request request, TrustedProxies proxies) {
    return request.getConnectionMetaData().getRemoteSocketAddress()
            instanceof InetSocketAddress peer
        ? new Forwarded(
            request, proxies.client(peer.getAddress(), request.getHeaders().getValuesList(HEADER)))
        : request;
  }

  @Override
  public ConnectionMetaData getConnectionMetaData() {
    return connection;
  }

  private static final class From extends ConnectionMetaData.Wrapper {
    private final SocketAddress client;

    From(ConnectionMetaData connection, SocketAddress client) {
      super(connection);
      this.client = client;
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
      return client;
    }
  }
}
