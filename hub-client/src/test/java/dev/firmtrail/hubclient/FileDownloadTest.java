package dev.firmtrail.hubclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.objects.Progress;
import dev.firmtrail.objects.Room;
import dev.firmtrail.testkit.wire.Answer;
import dev.firmtrail.testkit.wire.Responder;
import dev.firmtrail.testkit.wire.WireRequest;
import dev.firmtrail.testkit.wire.WireServer;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDownloadTest {
  private static final String FILE = "/export.tgz";

  @TempDir Path directory;

  private String fetch(HubClient client, URI url) throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "what was there before, and longer");
    try (FileChannel into = FileChannel.open(file, StandardOpenOption.WRITE)) {
      client.fetch(url, into, Room.forTemporary(directory), Progress.NONE);
    }
    return Files.readString(file);
  }

  private static Optional<String> token(WireRequest request) {
    return request.header("Authorization");
  }

  @Test
  void beginsAgainWhatWasCut() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    Responder cutting =
        (request, self) ->
            switch (tries.incrementAndGet()) {
              case 1 -> new Answer.Cut(200, Map.of(), 7, "wro");
              case 2 -> Answer.text(503, "later");
              default -> Answer.text(200, "content");
            };
    try (TestHub hub = new TestHub(directory, cutting)) {
      assertThat(fetch(hub.client(), hub.at(FILE))).isEqualTo("content");
    }
  }

  @Test
  void endsWhenItIsCutForEver() throws Exception {
    try (TestHub hub =
        new TestHub(directory, (request, self) -> new Answer.Cut(200, Map.of(), 7, "wro"))) {
      assertThatThrownBy(() -> fetch(hub.client(), hub.at(FILE)))
          .isInstanceOf(HubException.class)
          .hasMessageContaining("cannot download " + hub.at(FILE));
      assertThat(hub.server.requests()).hasSize(TestHub.QUICK.tries());
    }
  }

  @Test
  void sendsTheKeptTokenToItsHubAndNotBehindARedirect() throws Exception {
    try (WireServer elsewhere =
            WireServer.start(
                (request, self) -> Answer.text(token(request).isEmpty() ? 200 : 500, "content"));
        TestHub hub =
            new TestHub(
                directory,
                (request, self) ->
                    token(request).equals(Optional.of("Bearer mine"))
                        ? Answer.redirect(elsewhere.url() + "/stored")
                        : Answer.text(404, "no"))) {
      new AuthFile(directory).put(hub.key(), "mine");
      assertThat(fetch(hub.client(), hub.at(FILE))).isEqualTo("content");
    }
  }

  @Test
  void sendsAGivenTokenToTheHubAlone() throws Exception {
    Responder tellsWho = (request, self) -> Answer.text(200, token(request).orElse("nobody"));
    try (WireServer elsewhere = WireServer.start(tellsWho);
        TestHub hub = new TestHub(directory, tellsWho)) {
      HubClient client = hub.client(Optional.of("given"));
      assertThat(fetch(client, hub.at(FILE))).isEqualTo("Bearer given");
      assertThat(fetch(client, URI.create(elsewhere.url() + FILE))).isEqualTo("nobody");
    }
  }

  @Test
  void becomesNobodyInParticularWhereTheHubWantsThat() throws Exception {
    Responder hubLike =
        (request, self) -> {
          if (request.path().equals("/auth/login")) {
            return Answer.json(200, "{\"token\":\"anonymous\"}");
          }
          if (token(request).equals(Optional.of("Bearer anonymous"))) {
            return Answer.text(200, "content");
          }
          String challenge =
              "JWT realm=\"%s\", ph-aeps=\"%s/auth\"".formatted(TestHub.REALM, self.url());
          return new Answer.Whole(401, Map.of("WWW-Authenticate", List.of(challenge)), "");
        };
    try (TestHub hub = new TestHub(directory, hubLike)) {
      assertThat(fetch(hub.client(), hub.at(FILE))).isEqualTo("content");
    }
  }

  @Test
  void tellsWhatTheOtherSideSays() throws Exception {
    try (TestHub hub =
        new TestHub(
            directory, (request, self) -> Answer.json(404, "{\"Error\":\"no such device\"}"))) {
      assertThatThrownBy(() -> fetch(hub.client(), hub.at(FILE + "?key=secret")))
          .isInstanceOf(HubException.class)
          .hasMessageContaining("404 (no such device)")
          .hasMessageNotContaining("secret");
      assertThat(hub.server.requests()).hasSize(1);
    }
  }

  @Test
  void refusesAUrlWithAPasswordInIt() throws Exception {
    try (TestHub hub = new TestHub(directory, (request, self) -> Answer.text(200, ""))) {
      URI url = URI.create("http://name:word@127.0.0.1/x.tgz");
      assertThatThrownBy(() -> fetch(hub.client(), url))
          .isInstanceOf(HubException.class)
          .hasMessageNotContaining("word@");
      assertThat(hub.server.requests()).isEmpty();
    }
  }
}
