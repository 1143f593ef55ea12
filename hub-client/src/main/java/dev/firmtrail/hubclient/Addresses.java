package dev.firmtrail.hubclient;

import dev.firmtrail.state.Shown;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * What makes a text a URL that a hub can have, how two of them relate, and how one is shown without
 * what it may hide.
 */
final class Addresses {
  private static final int LARGEST_PORT = 65535;

  private Addresses() {}

  /**
   * Reads an absolute http or https URL with a host.
   *
   * @throws HubException anything else, or a name and password inside it
   */
  static URI parse(String what, String text) throws HubException {
    Optional<String> problem;
    try {
      URI uri = new URI(text);
      problem = problem(uri);
      if (problem.isEmpty()) {
        return uri;
      }
    } catch (URISyntaxException bad) {
      problem = Optional.of(bad.getReason());
    }
    throw new HubException(
        HubException.Kind.INVALID,
        "%s is not a usable URL (%s): %s".formatted(what, problem.get(), withoutSecrets(text)));
  }

  static Optional<String> problem(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return Optional.of("neither http nor https");
    }
    if (uri.getHost() == null) {
      return Optional.of("no host");
    }
    if (uri.getPort() > LARGEST_PORT) {
      return Optional.of("no port has the number " + uri.getPort());
    }
    if (uri.getRawUserInfo() != null) {
      return Optional.of("a name or password inside a URL ends up in logs; log in instead");
    }
    return Optional.empty();
  }

  /** Scheme, host and port, the port always written out. */
  static String origin(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
  }

  static boolean sameOrigin(URI one, URI other) {
    return origin(one).equals(origin(other));
  }

  /** Whether going from one URL to the other gives up encryption. */
  static boolean losesEncryption(URI from, URI to) {
    return from.getScheme().equalsIgnoreCase("https") && !to.getScheme().equalsIgnoreCase("https");
  }

  /** A base with more path behind it; exactly one slash between. */
  static URI under(URI base, String path) {
    String text = base.toString();
    return URI.create(
        (text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + "/" + path);
  }

  /** A text as one component of a path or as a name or value of a query, RFC 3986's way. */
  static String escaped(String raw) {
    return URLEncoder.encode(raw, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  /** For a message: without query and fragment, which may hold a capability. */
  static String shown(URI uri) {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return Shown.text(uri.getScheme() + "://" + hostAndPort(uri) + path);
  }

  /**
   * For a message: whoever knows a signed URL may use it, and its secret can be its last path
   * segment.
   */
  static String shownSigned(URI uri) {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return Shown.text(
        uri.getScheme()
            + "://"
            + hostAndPort(uri)
            + path.substring(0, path.lastIndexOf('/') + 1)
            + "…");
  }

  static String hostAndPort(URI uri) {
    return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }

  private static String withoutSecrets(String text) {
    String bare = text.replaceFirst("//[^/@]*@", "//…@");
    int query = bare.indexOf('?');
    return Shown.text(query < 0 ? bare : bare.substring(0, query));
  }
}
