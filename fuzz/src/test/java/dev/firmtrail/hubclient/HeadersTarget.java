package dev.firmtrail.hubclient;

import dev.firmtrail.fuzz.Input;
import dev.firmtrail.fuzz.Must;
import dev.firmtrail.fuzz.Target;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * Headers of a hub's answers: where to log in is an endpoint that can be called and a realm without
 * controls, or a reason why not; a redirect never leads away from encryption and never takes a
 * token to another host; a pause is not negative.
 */
public final class HeadersTarget implements Target {
  private static final HttpRequest ASKED =
      HttpRequest.newBuilder(URI.create("https://hub.example/a/b?c"))
          .header("Authorization", "Bearer token")
          .build();

  @Override
  public void accept(byte[] input) {
    Input pieces = new Input(input);
    String text = pieces.text();
    challenge(Challenge.of(List.of(text, pieces.text())));
    RetryAfter.of(headers("Retry-After", text))
        .ifPresent(pause -> Must.hold(pause.compareTo(Duration.ZERO) >= 0, "back in time"));
    try {
      redirected(Redirects.next(ASKED, new Moved(headers("Location", text)), true));
    } catch (HubException refused) {
      Must.beShowable(refused);
    }
  }

  private static HttpHeaders headers(String name, String value) {
    return HttpHeaders.of(Map.of(name, List.of(value)), (n, v) -> true);
  }

  private static void challenge(Challenge challenge) {
    switch (challenge) {
      case Challenge.Login(AuthFile.Key key, Optional<String> error) -> {
        Must.beCallable(URI.create(key.endpoint()));
        Must.hold(key.realm().chars().noneMatch(Character::isISOControl), "a realm: " + key);
        Must.hold(!key.realm().isEmpty(), "no realm");
        Must.beCallable(Addresses.under(URI.create(key.endpoint()), "login"));
      }
      case Challenge.Unusable(String why) -> Must.hold(!why.isBlank(), "no reason");
    }
  }

  private static void redirected(HttpRequest next) {
    Must.beCallable(next.uri());
    Must.hold(next.uri().getScheme().equalsIgnoreCase("https"), "without encryption");
    boolean sameHost =
        "hub.example".equalsIgnoreCase(next.uri().getHost())
            && (next.uri().getPort() < 0 || next.uri().getPort() == 443);
    boolean hasToken = next.headers().firstValue("Authorization").isPresent();
    Must.hold(sameHost || !hasToken, "the token goes to " + next.uri());
  }

  /** An answer of which only the headers are looked at. */
  private record Moved(HttpHeaders headers) implements HttpResponse<byte[]> {
    @Override
    public int statusCode() {
      return 302;
    }

    @Override
    public HttpRequest request() {
      return ASKED;
    }

    @Override
    public Optional<HttpResponse<byte[]>> previousResponse() {
      return Optional.empty();
    }

    @Override
    public byte[] body() {
      return new byte[0];
    }

    @Override
    public Optional<SSLSession> sslSession() {
      return Optional.empty();
    }

    @Override
    public URI uri() {
      return ASKED.uri();
    }

    @Override
    public HttpClient.Version version() {
      return HttpClient.Version.HTTP_1_1;
    }
  }
}
