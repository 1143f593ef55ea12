package dev.firmtrail.hubclient;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;

/**
 * Where an answer may send us. Only reads follow, never to a place without encryption, and never
 * with a token to another host.
 */
final class Redirects {
  private Redirects() {}

  static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  /** The request that follows an answer, or a refusal. */
  static HttpRequest next(HttpRequest last, HttpResponse<?> answer, boolean follows)
      throws HubException {
    URI target = target(last.uri(), answer);
    if (!follows || !last.method().equals("GET")) {
      throw new HubException(
          HubException.Kind.REFUSED,
          "%s has moved to %s; use that address"
              .formatted(Addresses.shown(last.uri()), Addresses.shown(target)));
    }
    if (Addresses.losesEncryption(last.uri(), target)) {
      throw new HubException(
          HubException.Kind.REFUSED,
          "%s redirects to %s without encryption; refused"
              .formatted(Addresses.shownSigned(last.uri()), Addresses.hostAndPort(target)));
    }
    boolean keepsToken = Addresses.sameOrigin(last.uri(), target);
    return HttpRequest.newBuilder(
            last, (name, value) -> keepsToken || !name.equalsIgnoreCase("Authorization"))
        .uri(target)
        .build();
  }

  private static URI target(URI from, HttpResponse<?> answer) throws HubException {
    Optional<String> location = answer.headers().firstValue("Location");
    try {
      URI target = from.resolve(location.orElse(""));
      if (location.isPresent() && Addresses.problem(target).isEmpty()) {
        return target;
      }
    } catch (IllegalArgumentException notAUrl) {
      // Told below, as every other unusable place.
    }
    throw new HubException(
        HubException.Kind.BROKEN_ANSWER,
        "%s redirects without saying a usable place".formatted(Addresses.shownSigned(from)));
  }
}
