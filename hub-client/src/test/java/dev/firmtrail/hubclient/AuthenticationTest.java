package dev.firmtrail.hubclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.testkit.wire.Answer;
import dev.firmtrail.testkit.wire.WireRequest;
import dev.firmtrail.testkit.wire.WireServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who we are, in every order that hubs can ask for it. */
final class AuthenticationTest {
  @TempDir Path config;

  /**
   * Tokens that may read, and those that may write as well; a login answers "person" or "nobody".
   */
  private final Set<String> readers = new HashSet<>();

  private final Set<String> writers = new HashSet<>();
  private final Set<String> known = new HashSet<>(Set.of("person", "nobody", "renewed"));
  private boolean renews;

  private Answer answer(WireRequest request, WireServer server) {
    Optional<String> token =
        request.header("Authorization").map(h -> h.substring("Bearer ".length()));
    return switch (request.line()) {
      case "POST /auth/login" -> login(request.text());
      case "GET /auth/login" -> Answer.json(renews ? 200 : 401, "{\"token\":\"renewed\"}");
      default -> {
        if (token.isEmpty() || !known.contains(token.get())) {
          yield challenge(server, 401, "");
        }
        Set<String> allowed = request.method().equals("POST") ? writers : readers;
        yield allowed.contains(token.get()) ? page(request, server) : Answer.json(403, "{}");
      }
    };
  }

  private static Answer login(String body) {
    if (body.contains("auth:/anon")) {
      return Answer.json(200, "{\"token\":\"nobody\"}");
    }
    return body.contains("\"right\"")
        ? Answer.json(200, "{\"token\":\"person\"}")
        : Answer.json(401, "{\"code\":401}");
  }

  private static Answer page(WireRequest request, WireServer server) {
    return request.method().equals("POST")
        ? Answer.json(
            200, "{\"rev\":1,\"state-sha\":\"" + State.EMPTY.id() + "\",\"trail-id\":\"t\"}")
        : Answer.json(
            200, request.path().equals("/state") ? "{}" : FaultsTest.remote(server.url()));
  }

  private static Answer challenge(WireServer server, int status, String more) {
    String header = "JWT realm=\"pantahub services\", ph-aeps=\"" + server.url() + "/auth\"" + more;
    return new Answer.Whole(status, Map.of("WWW-Authenticate", List.of(header)), "{}");
  }

  private TestHub hub() {
    return new TestHub(config, this::answer);
  }

  private static void keep(TestHub hub, String token) throws IOException {
    new AuthFile(hub.config).put(hub.key(), token);
  }

  private static Optional<String> kept(TestHub hub) throws IOException {
    return new AuthFile(hub.config).token(hub.key());
  }

  @Test
  void aKeptTokenIsSentAtOnce() throws Exception {
    readers.add("person");
    try (TestHub hub = hub()) {
      keep(hub, "person");
      hub.client().remote(hub.at("/t"));
      assertThat(hub.server.lines()).containsExactly("GET /t/.pvrremote");
    }
  }

  @Test
  void anExpiredTokenIsRenewedAndTheNewOneKept() throws Exception {
    renews = true;
    readers.add("renewed");
    try (TestHub hub = hub()) {
      keep(hub, "expired");
      hub.client().remote(hub.at("/t"));
      assertThat(hub.server.lines())
          .containsExactly("GET /t/.pvrremote", "GET /auth/login", "GET /t/.pvrremote");
      assertThat(kept(hub)).hasValue("renewed");
    }
  }

  @Test
  void anExpiredTokenOfAPersonIsNotReplacedByNobodys() throws Exception {
    readers.add("nobody");
    try (TestHub hub = hub()) {
      keep(hub, "expired");
      HubClient client = hub.client();
      Remote remote = client.remote(hub.at("/t"));
      client.state(remote);
      assertThat(kept(hub)).hasValue("expired");
      assertThat(hub.asked).isZero();
      assertThat(hub.server.lines().stream().filter("POST /auth/login"::equals)).hasSize(1);
    }
  }

  @Test
  void aPrivateRepositoryAsksForALogin() throws Exception {
    readers.add("person");
    try (TestHub hub = hub()) {
      hub.answers.add(new Credentials("alice", "wrong"));
      hub.answers.add(new Credentials("alice", "right"));
      hub.client().remote(hub.at("/t"));
      assertThat(hub.asked).isEqualTo(2);
      assertThat(hub.notices)
          .anyMatch(n -> n.contains("wrong name or password"))
          .noneMatch(n -> n.contains("right"));
      assertThat(kept(hub)).hasValue("person");
    }
  }

  @Test
  void postingToAPublicDeviceAsksForALoginInsteadOfDyingAsNobody() throws Exception {
    readers.addAll(Set.of("nobody", "person"));
    writers.add("person");
    try (TestHub hub = hub()) {
      hub.answers.add(new Credentials("alice", "right"));
      HubClient client = hub.client();
      Remote remote = client.remote(hub.at("/t"));
      Published published =
          client.publish(
              remote,
              State.EMPTY,
              ObjectStore.open(config.resolve("o")),
              PostOptions.NEXT,
              false,
              Progress.NONE);
      assertThat(published.step().agreement()).isEqualTo(PostedStep.Agreement.SAME);
      assertThat(hub.asked).isEqualTo(1);
    }
  }

  @Test
  void whoMayNotIsToldSoAfterOneLogin() throws Exception {
    try (TestHub hub = hub()) {
      for (int i = 0; i < 9; i++) {
        hub.answers.add(new Credentials("alice", "right"));
      }
      HubException error =
          assertThrows(HubException.class, () -> hub.client().remote(hub.at("/t")));
      assertThat(error.kind()).isEqualTo(HubException.Kind.DENIED);
      assertThat(hub.asked).isEqualTo(1);
      assertThat(hub.server.requests()).hasSizeLessThan(8);
    }
  }

  @Test
  void withNobodyToAskItSaysHowToLogIn() throws Exception {
    try (TestHub hub = hub()) {
      assertThat(assertThrows(HubException.class, () -> hub.client().remote(hub.at("/t"))))
          .hasMessageContaining("pvr login " + hub.server.url() + "/auth/auth_status");
    }
  }

  @ParameterizedTest
  @CsvSource({"401", "403"})
  void aDenialWithoutAWordWhereToLogInEnds(int status) throws Exception {
    try (TestHub hub =
        new TestHub(config, (request, server) -> Answer.json(status, "{\"Error\":\"x\"}"))) {
      HubException error =
          assertThrows(HubException.class, () -> hub.client().remote(hub.at("/t")));
      assertThat(error).hasMessageContaining("does not say where to log in");
      assertThat(hub.server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "JWT",
        "JWT realm",
        "Basic realm=\"x\"",
        "JWT realm=\"x\", ph-aeps=\"javascript:x\""
      })
  void aMalformedHeaderEnds(String header) throws Exception {
    try (TestHub hub =
        new TestHub(
            config,
            (request, server) ->
                new Answer.Whole(401, Map.of("WWW-Authenticate", List.of(header)), "{}"))) {
      assertThat(assertThrows(HubException.class, () -> hub.client().remote(hub.at("/t"))).kind())
          .isEqualTo(HubException.Kind.DENIED);
      assertThat(hub.server.requests()).hasSize(1);
    }
  }

  @Test
  void missingRightsAskForAnotherLoginAtOnce() throws Exception {
    try (TestHub hub =
        new TestHub(
            config,
            (request, server) ->
                request.path().equals("/auth/login")
                    ? answer(request, server)
                    : challenge(server, 403, ", error=\"insufficient_scope\""))) {
      hub.answers.add(new Credentials("alice", "right"));
      assertThrows(HubException.class, () -> hub.client().remote(hub.at("/t")));
      assertThat(hub.server.lines())
          .containsExactly("GET /t/.pvrremote", "POST /auth/login", "GET /t/.pvrremote");
      assertThat(hub.asked).isEqualTo(1);
    }
  }

  @Test
  void aTokenIsNotSentToAHostThatOnlyNamesAnotherHubsLogin() throws Exception {
    readers.add("person");
    try (TestHub mine = hub();
        TestHub thief = new TestHub(config, (request, server) -> challenge(mine.server, 401, ""))) {
      keep(mine, "person");
      mine.answers.add(new Credentials("alice", "right"));
      HubException error =
          assertThrows(HubException.class, () -> mine.client().remote(thief.at("/t")));
      assertThat(error).hasMessageContaining("tokens are sent only to the hub that they are for");
      assertThat(thief.server.requests())
          .allSatisfy(
              r -> assertThat(r.header("Authorization").orElse("")).doesNotContain("person"));
      assertThat(mine.asked).isZero();
    }
  }

  @Test
  void aTokenDoesNotFollowARedirectToAnotherHost() throws Exception {
    readers.add("person");
    byte[] none = new byte[0];
    ObjectId id = ObjectId.of(none);
    try (TestHub other = new TestHub(config, (request, server) -> Answer.json(404, "{}"));
        TestHub hub =
            new TestHub(
                config,
                (request, server) ->
                    request.path().startsWith("/o/")
                        ? Answer.redirect(other.at("/there").toString())
                        : answer(request, server))) {
      keep(hub, "person");
      HubClient client = hub.client();
      Remote remote = client.remote(hub.at("/t"));
      ObjectStore store = ObjectStore.open(config.resolve("o"));
      assertThrows(
          HubException.class, () -> client.download(remote, Map.of(id, "a"), store, Progress.NONE));
      assertThat(other.server.requests()).hasSize(1);
      assertThat(other.server.requests().get(0).header("Authorization")).isEmpty();
    }
  }
}
