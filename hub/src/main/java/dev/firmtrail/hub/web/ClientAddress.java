package dev.firmtrail.hub.web;

import io.javalin.http.Context;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/**
 * Where a request comes from. Behind a proxy that is the proxy, unless its word is believed ({@link
 * TrustedProxies}).
 *
 * @param text the address, as usual
 * @param network what one party has of the Internet: an IPv4 address, or the first 64 bits of IPv6
 */
public record ClientAddress(String text, String network) {
  /** Of who is on the hub's own machine, without a connection. */
  public static final ClientAddress LOCAL = new ClientAddress("local", "local");

  private static final int NETWORK_BYTES = 8;

  static ClientAddress of(Context context) {
    return ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getRemoteSocketAddress()
            instanceof InetSocketAddress peer
        ? of(peer.getAddress())
        : LOCAL;
  }

  static ClientAddress of(InetAddress address) {
    // An address of the hub's own network brings the name of an interface along.
    String whole = address.getHostAddress();
    int name = whole.indexOf('%');
    String text = name < 0 ? whole : whole.substring(0, name);
    return address instanceof Inet6Address
        ? new ClientAddress(text, HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES))
        : new ClientAddress(text, text);
  }
}
