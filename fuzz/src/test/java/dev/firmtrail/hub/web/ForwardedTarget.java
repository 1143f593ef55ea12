package dev.firmtrail.hub.web;

import dev.firmtrail.fuzz.Input;
import dev.firmtrail.fuzz.Must;
import dev.firmtrail.fuzz.Target;
import java.net.InetAddress;
import java.util.List;

/** {@code X-Forwarded-For}: believed from proxies alone, and never what stands left of a client. */
public final class ForwardedTarget implements Target {
  private static final TrustedProxies PROXIES = TrustedProxies.of("10.0.0.0/8,fd00::/8");
  private static final InetAddress PROXY = InetAddress.ofLiteral("10.0.0.1");
  private static final InetAddress STRANGER = InetAddress.ofLiteral("192.0.2.1");
  private static final TrustedProxies STRANGERS = TrustedProxies.of("192.0.2.1");

  @Override
  public void accept(byte[] input) {
    Input pieces = new Input(input);
    String first = pieces.text();
    String second = pieces.text();
    List<String> lines = List.of(first, second);
    InetAddress client = PROXIES.client(PROXY, lines);
    Must.hold(
        PROXIES.client(STRANGER, lines).equals(STRANGER)
            && TrustedProxies.NOBODY.client(PROXY, lines).equals(PROXY),
        "a stranger was believed: " + lines);
    Must.hold(
        PROXIES.client(PROXY, List.of(first + "," + second)).equals(client),
        "lines are not one list: " + lines);
    Must.hold(
        PROXIES.client(PROXY, List.of("192.0.2.1", first, second)).equals(client)
            || PROXIES.client(client, List.of("192.0.2.1")).equals(STRANGER),
        "what stands left of a client was believed: " + lines);
    Must.hold(
        STRANGERS.client(STRANGER, List.of(client.getHostAddress())).equals(client),
        "an address is not read back: " + client);
  }
}
