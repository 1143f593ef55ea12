package dev.firmtrail.hub.web;

import java.net.URI;

/**
 * The address under which the world knows this hub. Every URL that it emits begins with it; what a
 * request claims in its Host header is never believed.
 *
 * @param base without a slash at its end
 */
public record ApiUrl(String base) {
  public ApiUrl {
    URI uri = URI.create(base);
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!web
        || uri.getHost() == null
        || base.endsWith("/")
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "not the URL of a hub (http or https, a host, no slash at its end): " + base);
    }
  }

  /** The absolute URL of a path, which begins with a slash. */
  public String of(String path) {
    return base + path;
  }

  /** Where clients log in; what {@code ph-aeps} says. */
  String auth() {
    return of("/auth");
  }
}
