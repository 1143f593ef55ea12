package dev.firmtrail.hub.web;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The proxies whose word about where a request came from is believed ({@code docs/run-a-hub.md},
 * Behind a proxy). Nobody else's is: a header can be written by anybody.
 */
public record TrustedProxies(List<IpNetwork> networks) {
  public static final TrustedProxies NOBODY = new TrustedProxies(List.of());

  /** As proxies write an address together with a port. */
  private static final Pattern WITH_PORT =
      Pattern.compile("(?:([0-9.]+)|\\[([0-9A-Fa-f:.]+)])(?::[0-9]{1,5})?");

  public TrustedProxies {
    networks = List.copyOf(networks);
  }

  /**
   * Reads addresses and networks, with commas between.
   *
   * @throws IllegalArgumentException one is neither; names are not looked up
   */
  public static TrustedProxies of(String text) {
    return new TrustedProxies(
        Arrays.stream(text.split(",", -1)).map(String::strip).map(IpNetwork::of).toList());
  }

  private boolean trusts(InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  /**
   * Where a request came from: each proxy adds at the right end whom it got the request from, so
   * from there on the first who is not trusted is the client, whatever stands to the left. The way
   * ends where something is no address.
   *
   * @param peer the other end of the connection
   * @param forwarded the lines {@code X-Forwarded-For} of the request, in their order
   */
  InetAddress client(InetAddress peer, List<String> forwarded) {
    List<String> hops = List.of(String.join(",", forwarded).split(",", -1));
    InetAddress client = peer;
    for (String hop : hops.reversed()) {
      Optional<InetAddress> before = trusts(client) ? hop(hop.strip()) : Optional.empty();
      if (before.isEmpty()) {
        return client;
      }
      client = before.get();
    }
    return client;
  }

  private static Optional<InetAddress> hop(String text) {
    Matcher form = WITH_PORT.matcher(text);
    if (!form.matches()) {
      return IpNetwork.address(text);
    }
    return Optional.ofNullable(form.group(1))
        .or(() -> Optional.ofNullable(form.group(2)).filter(inner -> inner.contains(":")))
        .flatMap(IpNetwork::address);
  }
}
