package dev.firmtrail.hubclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.testkit.wire.Answer;
import dev.firmtrail.testkit.wire.Replay;
import dev.firmtrail.testkit.wire.WireLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hubs that break the protocol, as recorded and as made up: each ends in one clear error, soon,
 * with nothing half written.
 */
final class FaultsTest {
  @TempDir Path directory;

  private ObjectStore store() throws IOException {
    return ObjectStore.open(directory.resolve("objects"));
  }

  private void pull(TestHub hub, Optional<String> token) throws IOException {
    HubClient client = hub.client(token);
    Remote remote = client.remote(hub.at("/trails/tid1"));
    State state = client.state(remote);
    client.download(remote, state.objectPaths(), store(), Progress.NONE);
  }

  /**
   * Every file of the store is an object that is what its name says, or a part for the next try.
   */
  private void assertStoreIsClean() throws IOException {
    try (Stream<Path> files = Files.list(store().directory())) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        if (!name.endsWith(".part")) {
          assertThat(store().verify(new ObjectId(name))).as(name).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "75-fault-remote-404|REFUSED|answers 404",
        "76-fault-remote-403-noheader|DENIED|403",
        "77-fault-remote-garbage|BROKEN_ANSWER|not what a hub sends",
        "78-fault-state-404|REFUSED|No access",
        "79-fault-state-500|REFUSED|answers 500",
        "80-fault-state-garbage|BROKEN_ANSWER|refused the state",
        "81-fault-object-404|REFUSED|cannot get object",
        "82-fault-s3-404|REFUSED|answers 404",
        "83-fault-s3-500|REFUSED|answers 500",
        "84-fault-s3-corrupt|WRONG_CONTENT|is not what it should be, twice",
        "85-fault-s3-short|WRONG_CONTENT|is not what it should be, twice",
        "90-hostile-state-paths|BROKEN_ANSWER|refused the state",
        "91-hostile-object-id|BROKEN_ANSWER|refused the state",
        "92-hostile-nonstring|BROKEN_ANSWER|refused the state",
      })
  void aRecordedFaultEndsInOneClearError(String name, HubException.Kind kind, String words)
      throws Exception {
    try (TestHub hub = new TestHub(directory.resolve("config"), new Replay(WireLog.named(name)))) {
      HubException error =
          assertThrows(HubException.class, () -> pull(hub, Optional.of("tok-user")));
      assertThat(error).hasMessageContaining(words);
      assertThat(error.kind()).isEqualTo(kind);
      assertThat(error.getMessage()).doesNotContain("\n", "tok-user");
      assertThat(hub.server.requests()).hasSizeLessThan(40);
      assertStoreIsClean();
    }
  }

  @Test
  void wrongContentNamesObjectAndPathAndPlaceButNotTheSecretOfTheUrl() throws Exception {
    try (TestHub hub =
        new TestHub(
            directory.resolve("config"), new Replay(WireLog.named("84-fault-s3-corrupt")))) {
      HubException error =
          assertThrows(HubException.class, () -> pull(hub, Optional.of("tok-user")));
      assertThat(error.getMessage())
          .containsPattern("object [0-9a-f]{64} \\([a-z0-9_/.]+\\)")
          .contains(hub.server.url() + "/s3/…");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"08-clone-badtoken", "76-fault-remote-403-noheader"})
  void aGivenTokenIsTriedOnce(String name) throws Exception {
    try (TestHub hub = new TestHub(directory.resolve("config"), new Replay(WireLog.named(name)))) {
      assertThat(assertThrows(HubException.class, () -> pull(hub, Optional.of("bad"))).kind())
          .isEqualTo(HubException.Kind.DENIED);
      assertThat(hub.server.requests()).hasSize(1);
      assertThat(hub.asked).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "29-post-step-500,the step was not stored",
    "30-post-object-500,cannot send object",
    "31-post-upload-403,cannot send object"
  })
  void aPostThatFailsSaysWhereAndStops(String name, String words) throws Exception {
    WireLog log = WireLog.named(name);
    for (WireLog.Exchange exchange : WireLog.named("29-post-step-500").exchanges()) {
      if (exchange.request().path().startsWith("/s3/")) {
        byte[] content = exchange.request().body().getBytes(StandardCharsets.ISO_8859_1);
        store().put(new ByteArrayInputStream(content), ObjectId.of(content), content.length);
      }
    }
    State state = State.read(log.file(".pvr/json").getBytes(StandardCharsets.UTF_8));
    try (TestHub hub = new TestHub(directory.resolve("config"), new Replay(log))) {
      HubClient client = hub.client(Optional.of("tok-user"));
      Remote remote = client.remote(hub.at("/trails/tid1"));
      HubException error =
          assertThrows(
              HubException.class,
              () -> client.publish(remote, state, store(), PostOptions.NEXT, false, Progress.NONE));
      assertThat(error).hasMessageContaining(words);
      assertThat(hub.server.lines().stream().filter("POST /trails/tid1/steps"::equals).count())
          .isLessThanOrEqualTo(1);
      assertThat(hub.server.requests()).hasSizeLessThan(30);
    }
  }

  @Test
  void nobodyListeningEndsAfterAFewTries() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    try (HubClient client = new HubClient(TestHub.nothingGiven(directory), TestHub.QUICK)) {
      URI nowhere = URI.create("http://127.0.0.1:" + free + "/trails/x");
      HubException error = assertThrows(HubException.class, () -> client.remote(nowhere));
      assertThat(error.kind()).isEqualTo(HubException.Kind.UNREACHABLE);
      assertThat(error).hasMessageContaining("cannot reach http://127.0.0.1:" + free);
    }
  }

  @Test
  void anUnknownHostIsNamed() throws Exception {
    try (HubClient client = new HubClient(TestHub.nothingGiven(directory), TestHub.QUICK)) {
      assertThat(
              assertThrows(
                  HubException.class, () -> client.remote(URI.create("http://no.such.invalid/x"))))
          .hasMessageContaining("there is no host no.such.invalid");
    }
  }

  @Test
  void aCutAnswerToAReadIsTriedAgainAFewTimes() throws Exception {
    try (TestHub hub = new TestHub(directory, (request, server) -> new Answer.Nothing())) {
      HubException error =
          assertThrows(HubException.class, () -> hub.client().remote(hub.at("/x")));
      assertThat(error.kind()).isEqualTo(HubException.Kind.UNREACHABLE);
      // The JDK's client itself repeats a read once when not one byte of an answer came.
      assertThat(hub.server.requests()).hasSizeBetween(4, 8);
    }
  }

  @Test
  void anEndlessDocumentIsCutOff() throws Exception {
    try (TestHub hub = new TestHub(directory, (request, server) -> new Answer.Endless(200))) {
      assertThat(assertThrows(HubException.class, () -> hub.client().remote(hub.at("/x"))))
          .hasMessageContaining("more than 16 MiB");
      assertThat(hub.server.requests()).hasSize(1);
    }
  }

  @Test
  void aServerThatFallsSilentIsLeft() throws Exception {
    try (TestHub hub = new TestHub(directory, (request, server) -> new Answer.Stalled(100, "{"))) {
      assertThat(assertThrows(HubException.class, () -> hub.client().remote(hub.at("/x"))))
          .hasMessageContaining("too slow");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"json-get-url\":\"/relative\",\"objects-endpoint\":\"http://h/o\",\"post-url\":\"http://h/p\"}",
        "{\"json-get-url\":\"file:///etc/passwd\",\"objects-endpoint\":\"http://h/o\",\"post-url\":\"http://h/p\"}",
        "{\"json-get-url\":7,\"objects-endpoint\":\"http://h/o\",\"post-url\":\"http://h/p\"}",
        "[]"
      })
  void aRemoteDocumentThatCannotBeUsedIsRefused(String document) throws Exception {
    try (TestHub hub = new TestHub(directory, (request, server) -> Answer.json(200, document))) {
      assertThrows(HubException.class, () -> hub.client().remote(hub.at("/x")));
    }
  }

  @Test
  void apiCallsDoNotFollowRedirects() throws Exception {
    try (TestHub hub =
        new TestHub(directory, (request, server) -> Answer.redirect("http://elsewhere.invalid/"))) {
      assertThat(assertThrows(HubException.class, () -> hub.client().remote(hub.at("/x"))))
          .hasMessageContaining("has moved to http://elsewhere.invalid/");
    }
  }

  @Test
  void aStepWhoseAnswerIsLostIsNotPostedAgain() throws Exception {
    WireLog log = WireLog.named("18-post-objects");
    Replay replay = new Replay(log);
    State empty = State.EMPTY;
    try (TestHub hub =
        new TestHub(
            directory.resolve("config"),
            (request, server) ->
                request.path().endsWith("/steps")
                    ? new Answer.Nothing()
                    : replay.answer(request, server))) {
      HubClient client = hub.client(Optional.of("tok-user"));
      Remote remote = client.remote(hub.at("/trails/tid1"));
      HubException error =
          assertThrows(
              HubException.class,
              () -> client.publish(remote, empty, store(), PostOptions.NEXT, false, Progress.NONE));
      assertThat(error).hasMessageContaining("whether the step was stored is not known");
      assertThat(hub.server.lines().stream().filter("POST /trails/tid1/steps"::equals)).hasSize(1);
    }
  }

  @Test
  void aBusyHubIsAskedAgainAndThenBelieved() throws Exception {
    try (TestHub hub =
        new TestHub(
            directory, (request, server) -> Answer.json(503, "{\"msg\":\"later\\u001b[0m\"}"))) {
      HubException error =
          assertThrows(HubException.class, () -> hub.client().remote(hub.at("/x")));
      assertThat(error)
          .hasMessageContaining("answers 503 (later")
          .message()
          .doesNotContain("\u001b");
      assertThat(hub.server.requests()).hasSize(4);
    }
  }

  @Test
  void theHubsWordForAMissingObjectIsFollowedOnce() throws Exception {
    byte[] content = "content".getBytes(StandardCharsets.UTF_8);
    ObjectId id = ObjectId.of(content);
    store().put(new ByteArrayInputStream(content), id, content.length);
    String document = "{\"#spec\":\"pantavisor-service-system@1\",\"a\":\"" + id + "\"}";
    State state = State.read(document.getBytes(StandardCharsets.UTF_8));
    try (TestHub hub =
        new TestHub(
            directory.resolve("config"),
            (request, server) ->
                switch (request.line()) {
                  case "GET /t/.pvrremote" -> Answer.json(200, remote(server.url()));
                  case "GET /state" -> Answer.json(200, document);
                  case "POST /o/" ->
                      Answer.json(
                          200,
                          "{\"signed-puturl\":\""
                              + server.url()
                              + "/put\",\"sha256sum\":\""
                              + id
                              + "\"}");
                  case "PUT /put" -> Answer.text(200, "");
                  default -> Answer.json(500, "{\"msg\":\"missing objects: " + id + "\"}");
                })) {
      HubClient client = hub.client(Optional.of("t"));
      Remote remote = client.remote(hub.at("/t"));
      HubException error =
          assertThrows(
              HubException.class,
              () -> client.publish(remote, state, store(), PostOptions.NEXT, false, Progress.NONE));
      assertThat(error).hasMessageContaining("missing objects");
      assertThat(hub.server.lines())
          .isEqualTo(
              List.of(
                  "GET /t/.pvrremote",
                  "GET /state",
                  "POST /steps",
                  "POST /o/",
                  "PUT /put",
                  "POST /steps"));
    }
  }

  /** Found in review: the step beside such a URL was no URL at all, and the program broke. */
  @Test
  void aStateAtTheTopOfItsHostHasItsStepThere() throws Exception {
    URI source = URI.create("https://hub.example/x");
    String document =
        """
        {"json-get-url": "https://hub.example", "objects-endpoint": "https://hub.example/o",
         "post-url": "https://hub.example/p"}\
        """;
    assertThat(Remote.of(source, answer(source, document)).stepUrl())
        .isEqualTo(URI.create("https://hub.example"));
  }

  @Test
  void nothingLeadsFromAnEncryptedHubToAPlaceWithoutIt() throws Exception {
    URI safe = URI.create("https://hub.example/x");
    Reply described = answer(safe, remote(URI.create("http://hub.example")));
    assertThat(assertThrows(HubException.class, () -> Remote.of(safe, described)))
        .hasMessageContaining("without encryption");
    ObjectId id = ObjectId.of(new byte[0]);
    Reply reply = answer(safe, "{\"signed-geturl\":\"http://hub.example/secret\"}");
    assertThat(assertThrows(HubException.class, () -> new ObjectRecord(id, reply).getUrl()))
        .hasMessageContaining("encryption")
        .message()
        .doesNotContain("secret");
  }

  private static Reply answer(URI source, String document) {
    return new Reply(
        source,
        200,
        HttpHeaders.of(Map.of(), (name, value) -> true),
        document.getBytes(StandardCharsets.UTF_8));
  }

  static String remote(URI hub) {
    return "{\"json-get-url\":\"%1$s/state\",\"json-key\":\"state\",\"objects-endpoint\":\"%1$s/o\",\"post-url\":\"%1$s/steps\"}"
        .formatted(hub);
  }
}
