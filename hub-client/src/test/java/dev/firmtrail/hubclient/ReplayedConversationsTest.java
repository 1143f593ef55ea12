package dev.firmtrail.hubclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.testkit.wire.Answer;
import dev.firmtrail.testkit.wire.Replay;
import dev.firmtrail.testkit.wire.WireLog;
import dev.firmtrail.testkit.wire.WireRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversations that the published program had, held again by our client. */
final class ReplayedConversationsTest {
  @TempDir Path directory;
  private ObjectStore store;

  @BeforeEach
  void openStore() throws IOException {
    store = ObjectStore.open(directory.resolve("objects"));
  }

  private static State state(WireLog log) throws Exception {
    return State.read(log.file(".pvr/json").getBytes(StandardCharsets.UTF_8));
  }

  private TestHub hub(Replay replay) {
    return new TestHub(directory.resolve("config"), replay);
  }

  private void cloneAsRecorded(String name, Optional<String> token) throws Exception {
    WireLog log = WireLog.named(name);
    Replay replay = new Replay(log);
    try (TestHub hub = hub(replay)) {
      HubClient client = hub.client(token);
      Remote remote = client.remote(hub.at("/trails/tid1"));
      State state = client.state(remote);
      client.download(remote, state.objectPaths(), store, Progress.NONE);

      assertThat(replay.unexpected()).isEmpty();
      assertThat(new TreeSet<>(hub.server.lines())).isEqualTo(new TreeSet<>(log.lines()));
      assertThat(hub.server.lines()).hasSameSizeAs(log.lines());
      assertThat(new String(state.canonicalBytes(), StandardCharsets.UTF_8))
          .isEqualTo(log.file(".pvr/json"));
      for (ObjectId id : state.objects()) {
        assertThat(store.verify(id)).isTrue();
      }
      assertThat(hub.server.requests())
          .filteredOn(r -> r.path().startsWith("/s3/"))
          .allSatisfy(r -> assertThat(r.header("Authorization")).isEmpty());
    }
  }

  @Test
  void cloneWithoutAnAccountLogsInAsNobodyAndKeepsNothing() throws Exception {
    cloneAsRecorded("01-clone-anon", Optional.empty());
    assertThat(directory.resolve("config")).doesNotExist();
  }

  @Test
  void cloneWithAGivenTokenHasNoDialogue() throws Exception {
    cloneAsRecorded("03-clone-token", Optional.of("tok-user"));
  }

  @Test
  void redirectsOfObjectsAreFollowed() throws Exception {
    cloneAsRecorded("86-fault-s3-redirect", Optional.of("tok-user"));
  }

  /** Puts into the store what a recorded client had in its own: the bytes stand in its uploads. */
  private void fill(WireLog... logs) throws IOException {
    for (WireLog log : logs) {
      for (WireLog.Exchange exchange : log.exchanges()) {
        String path = exchange.request().path();
        boolean get = exchange.request().method().equals("GET");
        String body =
            get && exchange.answer() instanceof Answer.Whole w
                ? w.body()
                : exchange.request().body();
        if (path.startsWith("/s3/")) {
          byte[] content = body.getBytes(StandardCharsets.ISO_8859_1);
          store.put(new ByteArrayInputStream(content), ObjectId.of(content), content.length);
        }
      }
    }
  }

  private Published postAsRecorded(String name, PostOptions options, boolean force)
      throws Exception {
    WireLog log = WireLog.named(name);
    fill(WireLog.named("29-post-step-500"), WireLog.named("01-clone-anon"));
    Replay replay = new Replay(log);
    try (TestHub hub = hub(replay)) {
      HubClient client = hub.client(Optional.of("tok-user"));
      Remote remote = client.remote(hub.at("/trails/tid1"));
      Published published =
          client.publish(remote, state(log), store, options, force, Progress.NONE);

      assertThat(replay.unexpected()).isEmpty();
      assertThat(new TreeSet<>(hub.server.lines())).isEqualTo(new TreeSet<>(log.lines()));
      assertThat(recordedBodies(log, "POST /objects/")).containsAll(bodies(hub, "POST /objects/"));
      assertThat(bodies(hub, "POST /objects/")).doesNotHaveDuplicates();
      assertThat(bodies(hub, "POST /trails/tid1/steps"))
          .isEqualTo(recordedBodies(log, "POST /trails/tid1/steps"));
      for (WireRequest put :
          hub.server.requests().stream().filter(r -> r.method().equals("PUT")).toList()) {
        assertThat(put.header("Content-Length")).hasValue(Integer.toString(put.body().length()));
        assertThat(put.header("Authorization")).isEmpty();
        assertThat(ObjectId.of(put.body().getBytes(StandardCharsets.ISO_8859_1)).hex())
            .isEqualTo(put.path().substring("/s3/".length()));
      }
      return published;
    }
  }

  private static List<String> recordedBodies(WireLog log, String line) {
    return log.requests(line).stream().map(WireRequest::text).toList();
  }

  private static List<String> bodies(TestHub hub, String line) {
    return hub.server.requests().stream()
        .filter(r -> r.line().equals(line))
        .map(WireRequest::text)
        .toList();
  }

  @Test
  void postSendsTheDocumentsOfThePublishedProgram() throws Exception {
    Published published = postAsRecorded("18-post-objects", PostOptions.NEXT, false);
    assertThat(published.step().revision()).isEqualTo("4");
    assertThat(published.step().trailId()).isEqualTo("tid1");
    assertThat(published.upload()).isEqualTo(new UploadReport(2, 100, 7));
  }

  @Test
  void postWithMessageNumberAndEnvelope() throws Exception {
    JsonObject envelope =
        JsonReader.readObject("{\"x\":1,\"commit-msg\":\"env\"}".getBytes(StandardCharsets.UTF_8));
    postAsRecorded(
        "22-post-msg-rev-envelope",
        new PostOptions(Optional.of("the message"), 7, envelope),
        false);
  }

  @Test
  void forcedPostSendsObjectsAgainButNotLinks() throws Exception {
    postAsRecorded("23-post-force", PostOptions.NEXT, true);
  }

  @Test
  void loginAsksKeepsTheTokenAndRemembersTheHub() throws Exception {
    WireLog log = WireLog.named("42-login-ok");
    try (TestHub hub = hub(new Replay(log))) {
      hub.answers.add(new Credentials("alice", "secret"));
      Account account = hub.client().login(Optional.of(hub.server.url()));
      assertThat(account.nick()).isEqualTo("alice");
      assertThat(hub.server.lines()).isEqualTo(log.lines());
      assertThat(bodies(hub, "POST /auth/login"))
          .isEqualTo(recordedBodies(log, "POST /auth/login"));
      String expected =
          log.file("auth.json after").replace(WireLog.RECORDED_BASE, hub.server.url().toString());
      assertThat(Files.readString(hub.config.resolve("auth.json"))).isEqualTo(expected);
      assertThat(TestHub.nothingGiven(hub.config).addresses())
          .isEqualTo(HubAddresses.of(hub.server.url()));
    }
  }

  @Test
  void threeWrongPasswordsAreEnough() throws Exception {
    WireLog log = WireLog.named("45-login-wrong");
    try (TestHub hub = hub(new Replay(log))) {
      for (int i = 1; i < 9; i++) {
        hub.answers.add(new Credentials("alice", "bad" + i));
      }
      HubClient client = hub.client();
      HubException refused = assertThrows(HubException.class, () -> client.login(Optional.empty()));
      assertThat(refused)
          .hasMessageContaining("wrong name or password")
          .message()
          .doesNotContain("bad");
      assertThat(refused.kind()).isEqualTo(HubException.Kind.DENIED);
      assertThat(hub.server.lines()).isEqualTo(log.lines());
      assertThat(hub.config).doesNotExist();
    }
  }

  @Test
  void whoamiAsksEachHubWithItsOwnToken() throws Exception {
    try (TestHub hub = hub(new Replay(WireLog.named("44-whoami")))) {
      new AuthFile(hub.config).put(hub.key(), "tok-user");
      new AuthFile(hub.config)
          .put(new AuthFile.Key("http://127.0.0.1:1/auth", "other"), "tok-other");
      List<KeptLogin> logins = hub.client().whoami();
      assertThat(logins).hasSize(2);
      assertThat(logins.get(0).account()).isEmpty();
      assertThat(logins.get(1).account().orElseThrow().nick()).isEqualTo("alice");
      assertThat(hub.server.requests())
          .allSatisfy(r -> assertThat(r.header("Authorization")).hasValue("Bearer tok-user"));
    }
  }

  @Test
  void registerSendsTheRecordedDocument() throws Exception {
    WireLog log = WireLog.named("61-register");
    try (TestHub hub = hub(new Replay(log))) {
      Registration registration =
          hub.client().register(Optional.empty(), "b@x.org", new Credentials("bob", "pw"));
      assertThat(registration.confirmAt().orElseThrow()).hasToString("http://127.0.0.1:1/signup");
      assertThat(bodies(hub, "POST /auth/accounts"))
          .isEqualTo(recordedBodies(log, "POST /auth/accounts"));
    }
  }

  @Test
  void newDeviceGetsTheStateAsItsFirstStep() throws Exception {
    WireLog log = WireLog.named("58-device-create");
    WireLog status = WireLog.named("44-whoami");
    fill(WireLog.named("29-post-step-500"), WireLog.named("01-clone-anon"));
    State state =
        State.read(recordedBodies(log, "POST /trails/").get(0).getBytes(StandardCharsets.UTF_8));
    Replay devices = new Replay(log);
    Replay accounts = new Replay(status);
    try (TestHub hub =
        new TestHub(
            directory.resolve("config"),
            (request, server) ->
                request.path().equals("/auth/auth_status")
                    ? accounts.answer(request, server)
                    : devices.answer(request, server))) {
      new AuthFile(hub.config).put(hub.key(), "tok-user");
      NewDevice device =
          hub.client().createDevice(Optional.of("newdev"), state, store, Progress.NONE);
      assertThat(device.nick()).isEqualTo("newdev");
      assertThat(device.toString()).doesNotContain("devsecret");
      assertThat(devices.unexpected()).isEmpty();
      for (String line : List.of("POST /devices/", "POST /auth/login")) {
        assertThat(bodies(hub, line)).isEqualTo(recordedBodies(log, line));
      }
      // The published program escapes < > & here and nowhere else; the state is the same.
      assertThat(bodies(hub, "POST /trails/"))
          .containsExactly(new String(state.canonicalBytes(), StandardCharsets.UTF_8));
      assertThat(hub.server.requests())
          .filteredOn(r -> r.path().equals("/trails/"))
          .allSatisfy(r -> assertThat(r.header("Authorization")).hasValue("Bearer tok-device"));
    }
  }

  @Test
  void stepInfoReadsTheStep() throws Exception {
    WireLog log = WireLog.named("12-stepinfo");
    try (TestHub hub = hub(new Replay(log))) {
      HubClient client = hub.client(Optional.of("tok-user"));
      assertThat(client.stepInfo(client.remote(hub.at("/trails/tid1/steps/3"))).members())
          .containsKey("rev");
    }
  }
}
