package dev.firmtrail.hubclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.testkit.wire.Answer;
import dev.firmtrail.testkit.wire.WireRequest;
import dev.firmtrail.testkit.wire.WireServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trails on a hub with the ways of the published one. */
final class TrailTest {
  private static final ObjectId A = ObjectId.of("a".getBytes(StandardCharsets.UTF_8));
  private static final ObjectId B = ObjectId.of("b".getBytes(StandardCharsets.UTF_8));

  @TempDir Path directory;
  private final Map<String, Answer> answers = new TreeMap<>();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();

  private Answer answer(WireRequest request, WireServer server) {
    requests.add(request.line());
    if (request.path().endsWith("/.pvrremote")) {
      String at = server.url() + "/trails/7/steps";
      return Answer.json(
          200,
          """
          {"json-get-url":"%1$s/4/state","json-key":"state","objects-endpoint":"%1$s/4/objects",
           "post-url":"%1$s","step-get-url":"%1$s/4"}\
          """
              .formatted(at));
    }
    return answers.getOrDefault(request.path(), Answer.json(500, "{\"Error\":\"not found\"}"));
  }

  private void step(int rev, String members) {
    answers.put(
        "/trails/7/steps/" + rev,
        Answer.json(
            200,
            "{\"rev\":%d,\"owner\":\"prn:::accounts:/1\",\"state\":{\"#spec\":\"pantavisor-service-system@1\",\"r\":\"%s\"}%s}"
                .formatted(rev, rev % 2 == 0 ? A : B, members)));
  }

  private Trail trail(TestHub hub) throws IOException {
    HubClient client = hub.client();
    return client.trail(client.remote(hub.at("/ada/box")));
  }

  @Test
  void leavesOutStepsThatThePublishedHubHasThrownAway() throws IOException {
    step(
        4,
        ",\"commit-msg\":\"why\",\"committer\":\"prn:::accounts:/1\",\"progress\":{\"status\":\"DONE\"}");
    step(2, ",\"step-time\":\"2026-01-01T00:00:00Z\"");
    step(1, "");
    try (TestHub hub = new TestHub(directory, this::answer)) {
      List<TrailStep> history = trail(hub).history(0);
      assertThat(history.stream().map(TrailStep::revision)).containsExactly(4L, 2L, 1L);
      assertThat(history.getFirst().message()).isEqualTo("why");
      assertThat(history.getFirst().author()).isEqualTo("prn:::accounts:/1");
      assertThat(history.getFirst().status()).isEqualTo("DONE");
      assertThat(history.get(1).created()).isEqualTo("2026-01-01T00:00:00Z");
      assertThat(trail(hub).history(2)).hasSize(1);
      assertThat(trail(hub).before(history.getFirst())).isEmpty();
      assertThat(trail(hub).before(history.get(1))).get().isEqualTo(history.get(2));
      assertThatThrownBy(() -> trail(hub).step(3))
          .isInstanceOf(HubException.class)
          .hasMessageContaining("cannot read step 3")
          .hasMessageContaining("not found");
    }
  }

  @Test
  void takesSizesAndNicksWhereTheHubGivesThemAndAsksNobody() throws IOException {
    answers.put(
        "/trails/7/steps/4/objects",
        Answer.json(
            200,
            "[{\"sha256sum\":\"%s\",\"size\":\"12\"},{\"sha256sum\":\"%s\",\"size\":\"?\",\"sizeint\":3},{\"sha256sum\":1},2]"
                .formatted(A, B)));
    answers.put("/trails/7/steps/3/objects", Answer.json(403, "{\"Error\":\"no\"}"));
    answers.put("/devices/7", Answer.json(200, "{\"owner-nick\":\"ada\"}"));
    try (TestHub hub = new TestHub(directory, this::answer)) {
      Trail trail = trail(hub);
      assertThat(trail.sizes(4)).containsExactlyInAnyOrderEntriesOf(Map.of(A, 12L, B, 3L));
      assertThat(trail.sizes(3)).isEmpty();
      assertThat(trail.ownerNick()).contains("ada");
      answers.put("/devices/7", Answer.json(403, "{}"));
      assertThat(trail.ownerNick()).isEmpty();
      assertThat(hub.asked).isZero();
    }
  }

  @Test
  void refusesARepositoryWithoutSteps() throws IOException {
    try (TestHub hub =
        new TestHub(
            directory,
            (request, server) ->
                Answer.json(
                    200,
                    """
                    {"json-get-url":"%1$s/json","objects-endpoint":"%1$s/objects","post-url":"%1$s"}\
                    """
                        .formatted(server.url() + "/cgi-bin/pvr")))) {
      assertThatThrownBy(() -> trail(hub))
          .isInstanceOf(HubException.class)
          .hasMessageContaining("has no steps");
    }
  }

  @Test
  void rehearsesWithReadsAlone() throws Exception {
    State state =
        State.read(
            "{\"#spec\":\"pantavisor-service-system@1\",\"r\":\"%s\",\"s\":\"%s\"}"
                .formatted(A, B)
                .getBytes(StandardCharsets.UTF_8));
    answers.put("/trails/7/steps/4/state", Answer.json(200, "{}"));
    answers.put("/objects/", Answer.json(200, "[{\"sha256sum\":\"%s\"}]".formatted(B)));
    try (TestHub hub = new TestHub(directory, this::answer)) {
      HubClient client = hub.client();
      Rehearsal rehearsal = client.rehearse(client.remote(hub.at("/ada/box")), state);
      assertThat(rehearsal.candidates()).containsOnlyKeys(A, B);
      assertThat(rehearsal.listed()).isEqualTo(Set.of(B));
      assertThat(rehearsal.isListKnown()).isTrue();
      answers.put(
          "/trails/7/steps/4/state",
          Answer.json(
              200, "{\"#spec\":\"pantavisor-service-system@1\",\"old\":\"%s\"}".formatted(A)));
      assertThat(client.rehearse(rehearsal.remote(), state).candidates()).containsOnlyKeys(B);
      answers.remove("/objects/");
      assertThat(client.rehearse(rehearsal.remote(), state).isListKnown()).isFalse();
      assertThat(requests).allMatch(line -> line.startsWith("GET "));
    }
  }
}
