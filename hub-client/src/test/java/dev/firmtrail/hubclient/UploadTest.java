package dev.firmtrail.hubclient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.testkit.wire.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects and steps on their way to a hub. */
final class UploadTest {
  @TempDir Path directory;
  private ObjectStore store;

  @BeforeEach
  void openStore() throws IOException {
    store = ObjectStore.open(directory.resolve("objects"));
  }

  @Test
  void anExpiredUploadUrlIsRenewedOnce() throws Exception {
    byte[] content = "content".getBytes(StandardCharsets.UTF_8);
    ObjectId id = ObjectId.of(content);
    store.put(new ByteArrayInputStream(content), id, content.length);
    State state =
        State.read(
            ("{\"#spec\":\"pantavisor-service-system@1\",\"a\":\"" + id + "\"}")
                .getBytes(StandardCharsets.UTF_8));
    AtomicInteger puts = new AtomicInteger();
    try (TestHub hub =
        new TestHub(
            directory,
            (request, server) ->
                switch (request.line()) {
                  case "GET /state" -> Answer.json(200, "{}");
                  case "POST /o/" ->
                      Answer.json(
                          200,
                          "{\"signed-puturl\":\""
                              + server.url()
                              + "/put/secret\",\"sha256sum\":\""
                              + id
                              + "\"}");
                  case "PUT /put/secret" ->
                      Answer.text(puts.getAndIncrement() == 0 ? 403 : 200, "");
                  case "POST /steps" ->
                      Answer.json(
                          200,
                          "{\"rev\":-1,\"revlocal\":\"locals/x\",\"state-sha\":\""
                              + id
                              + "\",\"trail-id\":\"t\"}");
                  default -> Answer.json(200, FaultsTest.remote(server.url()));
                })) {
      HubClient client = hub.client(Optional.of("t"));
      Published published =
          client.publish(
              client.remote(hub.at("/t")), state, store, PostOptions.NEXT, false, Progress.NONE);
      assertThat(published.upload()).isEqualTo(new UploadReport(1, 7, 0));
      assertThat(published.step().revision()).isEqualTo("locals/x");
      assertThat(published.step().agreement()).isEqualTo(PostedStep.Agreement.DIFFERENT);
      assertThat(hub.notices).anyMatch(n -> n.contains("says its state is"));
      assertThat(puts).hasValue(2);
    }
  }

  @Test
  void aHubThatRoundsIsRecognised() throws Exception {
    State state =
        State.read(
            "{\"#spec\":\"pantavisor-service-system@1\",\"a.json\":{\"n\":12345678901234567890123,\"z\":null}}"
                .getBytes(StandardCharsets.UTF_8));
    State rounded =
        State.read(
            "{\"#spec\":\"pantavisor-service-system@1\",\"a.json\":{\"n\":12345678901234568000000,\"z\":null}}"
                .getBytes(StandardCharsets.UTF_8));
    try (TestHub hub =
        new TestHub(
            directory,
            (request, server) ->
                switch (request.line()) {
                  case "GET /state" -> Answer.json(200, "{}");
                  case "POST /steps" ->
                      Answer.json(
                          200,
                          "{\"rev\":3,\"state-sha\":\"" + rounded.id() + "\",\"trail-id\":\"t\"}");
                  default -> Answer.json(200, FaultsTest.remote(server.url()));
                })) {
      HubClient client = hub.client(Optional.of("t"));
      Published published =
          client.publish(
              client.remote(hub.at("/t")), state, store, PostOptions.NEXT, false, Progress.NONE);
      assertThat(published.step().agreement()).isEqualTo(PostedStep.Agreement.ROUNDED_BY_HUB);
      assertThat(hub.notices).anyMatch(n -> n.contains("rounded numbers"));
    }
  }
}
