package dev.firmtrail.hubclient;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which proxy requests go through: {@code --http-proxy}, {@code PVR_HTTP_PROXY}. */
public sealed interface ProxySetting {
  /**
   * What {@code HTTP_PROXY}, {@code HTTPS_PROXY} and {@code NO_PROXY} say; loopback never goes
   * through a proxy.
   */
  record FromEnvironment(Map<String, String> environment) implements ProxySetting {
    public FromEnvironment {
      environment = Map.copyOf(environment);
    }
  }

  /** Straight to the hub. */
  record None() implements ProxySetting {}

  /** Always this one. */
  record Fixed(URI proxy) implements ProxySetting {}

  /** Reads {@code system}, {@code no} or {@code none}, or a proxy's URL. */
  static ProxySetting parse(String text, Map<String, String> environment) throws HubException {
    return switch (text) {
      case "", "system" -> new FromEnvironment(environment);
      case "no", "none" -> new None();
      default -> new Fixed(proxyUrl(text));
    };
  }

  private static URI proxyUrl(String text) throws HubException {
    URI uri = Addresses.parse("the proxy", text.contains("://") ? text : "http://" + text);
    if (!uri.getScheme().equalsIgnoreCase("http")) {
      throw new HubException(
          HubException.Kind.INVALID,
          "a proxy is spoken to over http, not " + uri.getScheme() + ": " + Addresses.shown(uri));
    }
    return uri;
  }

  /** The choice in the form that the JDK asks for. */
  default ProxySelector selector() throws HubException {
    return switch (this) {
      case None none -> new Choice(Optional.empty(), Optional.empty(), "", false);
      case Fixed(URI proxy) -> new Choice(Optional.of(proxy), Optional.of(proxy), "", false);
      case FromEnvironment(Map<String, String> environment) ->
          new Choice(
              variable(environment, "HTTP_PROXY"),
              variable(environment, "HTTPS_PROXY"),
              environment.getOrDefault("NO_PROXY", environment.getOrDefault("no_proxy", "")),
              true);
    };
  }

  private static Optional<URI> variable(Map<String, String> environment, String name)
      throws HubException {
    String value =
        environment.getOrDefault(name, environment.getOrDefault(name.toLowerCase(Locale.ROOT), ""));
    return value.isEmpty() ? Optional.empty() : Optional.of(proxyUrl(value));
  }

  /** Picks by scheme, unless a host is excepted. */
  final class Choice extends ProxySelector {
    private final Optional<URI> http;
    private final Optional<URI> https;
    private final List<String> exceptions;
    private final boolean sparesLoopback;

    private Choice(
        Optional<URI> http, Optional<URI> https, String exceptions, boolean sparesLoopback) {
      this.sparesLoopback = sparesLoopback;
      this.http = http;
      this.https = https;
      this.exceptions = List.of(exceptions.toLowerCase(Locale.ROOT).split("\\s*,\\s*"));
    }

    @Override
    public List<Proxy> select(URI target) {
      Optional<URI> proxy = target.getScheme().equalsIgnoreCase("https") ? https : http;
      if (proxy.isEmpty() || excepted(target)) {
        return List.of(Proxy.NO_PROXY);
      }
      int port = proxy.get().getPort() < 0 ? 80 : proxy.get().getPort();
      return List.of(
          new Proxy(
              Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.get().getHost(), port)));
    }

    private boolean excepted(URI target) {
      String host = target.getHost().toLowerCase(Locale.ROOT);
      if (sparesLoopback
          && (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]"))) {
        return true;
      }
      for (String entry : exceptions) {
        String name = entry.startsWith(".") ? entry.substring(1) : entry;
        boolean sameHost =
            host.equals(name) || Addresses.hostAndPort(target).equalsIgnoreCase(name);
        if (entry.equals("*") || (!name.isEmpty() && (sameHost || host.endsWith("." + name)))) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void connectFailed(URI target, SocketAddress proxy, IOException failure) {}
  }
}
