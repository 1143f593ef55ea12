package dev.firmtrail.hubclient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.testkit.wire.Answer;
import dev.firmtrail.testkit.wire.Replay;
import dev.firmtrail.testkit.wire.Responder;
import dev.firmtrail.testkit.wire.WireLog;
import dev.firmtrail.testkit.wire.WireRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A shell asks how a word goes on: as recorded, and where a hub does not help. */
final class NicksTest {
  @TempDir Path config;

  /** The published program sends {@code ^} as it is, which no URL may hold. */
  private static Responder decoding(Responder recorded) {
    return (request, server) ->
        recorded.answer(
            new WireRequest(
                request.method(),
                URLDecoder.decode(request.path(), StandardCharsets.UTF_8),
                request.headers(),
                request.body()),
            server);
  }

  private TestHub hub(Responder responder) throws IOException {
    TestHub hub = new TestHub(config, responder);
    new AuthFile(config).put(hub.key(), "tok-user");
    return hub;
  }

  @Test
  void usersAreFoundByTheBeginningOfTheirNicks() throws IOException {
    Replay replay = new Replay(WireLog.named("67-complete-clone-loggedin"));
    try (TestHub hub = hub(decoding(replay))) {
      assertThat(Nicks.ofUsers(hub.settings(Optional.empty()), "al")).containsExactly("alice");
      assertThat(replay.unexpected()).isEmpty();
      assertThat(hub.server.lines()).containsExactly("GET /profiles/?nick=%5Eal");
    }
  }

  @Test
  void devicesOfAUserAreFoundByTheBeginningOfTheirNicks() throws IOException {
    Replay replay = new Replay(WireLog.named("68-complete-dev-loggedin"));
    try (TestHub hub = hub(decoding(replay))) {
      assertThat(Nicks.ofDevices(hub.settings(Optional.empty()), Optional.of("alice"), "d"))
          .containsExactly("dev1", "dev2");
      assertThat(replay.unexpected()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"66-complete-clone", "69-complete-dev"})
  void aLoginThatHasRunOutFindsNothingAndAsksNobody(String recording) throws IOException {
    Answer refused =
        WireLog.named(recording).exchanges().getFirst().answer(); // 401, whatever is asked
    try (TestHub hub = hub((request, server) -> refused)) {
      String kept = Files.readString(config.resolve(AuthFile.FILE));
      hub.answers.add(new Credentials("alice", "secret"));
      HubSettings settings = hub.settings(Optional.empty());
      assertThat(Nicks.ofUsers(settings, "al")).isEmpty();
      assertThat(Nicks.ofDevices(settings, Optional.of("alice"), "d")).isEmpty();
      assertThat(hub.asked).isZero();
      assertThat(hub.notices).isEmpty();
      assertThat(config.resolve(AuthFile.FILE)).hasContent(kept);
      assertThat(hub.server.requests()).hasSize(2);
    }
  }

  @Test
  void nothingIsSentWithoutALogin() throws IOException {
    try (TestHub hub = new TestHub(config, (request, server) -> Answer.json(200, "[]"))) {
      assertThat(Nicks.ofUsers(hub.settings(Optional.empty()), "al")).isEmpty();
      assertThat(hub.server.requests()).isEmpty();
    }
  }

  @Test
  void aHubThatStallsHasNoNicks() throws IOException {
    try (TestHub hub = hub((request, server) -> new Answer.Stalled(100, "[{\"nick\":\"al"))) {
      assertThat(Nicks.ofUsers(hub.settings(Optional.empty()), "al")).isEmpty();
    }
  }

  @Test
  void aNickThatAShellWouldRunIsLeftOut() throws IOException {
    try (TestHub hub =
        hub((request, server) ->
            Answer.json(
                200,
                "[{\"nick\":\"al$(reboot)\"},{\"nick\":\"al;x\"},{\"nick\":\"al-2.b\"},7,{\"nick\":null}]"))) {
      assertThat(Nicks.ofUsers(hub.settings(Optional.empty()), "al")).isEqualTo(List.of("al-2.b"));
    }
  }
}
