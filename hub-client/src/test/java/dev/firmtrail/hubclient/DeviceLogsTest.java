package dev.firmtrail.hubclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.firmtrail.testkit.wire.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Following logs: every line once, whatever the hub repeats, breaks off or forgets. */
final class DeviceLogsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path config;
  private final Deque<Answer> answers = new ConcurrentLinkedDeque<>();
  private final List<String> printed = new ArrayList<>();

  private TestHub hub() {
    return new TestHub(
        config,
        (request, server) ->
            Optional.ofNullable(answers.poll()).orElse(Answer.json(500, "{\"Error\":\"enough\"}")));
  }

  private static LogQuery all(Optional<Instant> before) {
    return new LogQuery(
        "", "", "", "", OptionalLong.empty(), Optional.of(NOW.minusSeconds(60)), before);
  }

  private void page(String cursor, String... idsAndSeconds) {
    List<String> entries = new ArrayList<>();
    for (String entry : idsAndSeconds) {
      String[] parts = entry.split("@", 2);
      entries.add(
          "{\"id\":\"%s\",\"time-created\":\"2026-01-01T12:00:%sZ\"}"
              .formatted(parts[0], parts[1]));
    }
    answers.add(
        Answer.json(
            200,
            "{\"entries\":[%s],\"next-cursor\":\"%s\"}"
                .formatted(String.join(",", entries), cursor)));
  }

  private void follow(TestHub hub, LogQuery query) throws IOException {
    hub.client(Optional.of("tok"))
        .logs()
        .follow(
            query,
            Clock.fixed(NOW, ZoneOffset.UTC),
            entries -> entries.forEach(entry -> printed.add(entry.text("id"))));
  }

  @Test
  void goesOnBehindTheLastLineAndPrintsNoneTwice() throws IOException {
    page("c1", "a@01", "b@02.1");
    page("c2", "c@02.5");
    page("c3");
    page("d1", "b@02.1", "c@02.5", "d@02.7");
    page("d2");
    try (TestHub hub = hub()) {
      HubException enough =
          assertThrows(HubException.class, () -> follow(hub, all(Optional.empty())));
      assertThat(enough).hasMessageContaining("cannot read the logs");
      assertThat(printed).containsExactly("a", "b", "c", "d");
      assertThat(hub.server.requests().stream().map(r -> r.line() + r.body()).toList())
          .containsExactly(
              "GET /logs/?after=2026-01-01T11%3A59%3A00Z&cursor=true&page=3000&sort=time-created",
              "POST /logs/cursor{\"next-cursor\":\"c1\"}",
              "POST /logs/cursor{\"next-cursor\":\"c2\"}",
              "GET /logs/?after=2026-01-01T12%3A00%3A02Z&cursor=true&page=3000&sort=time-created",
              "POST /logs/cursor{\"next-cursor\":\"d1\"}",
              "GET /logs/?after=2026-01-01T12%3A00%3A02Z&cursor=true&page=3000&sort=time-created");
    }
  }

  @Test
  void aCursorThatFailsCostsNoLine() throws IOException {
    page("c1", "a@01");
    answers.add(Answer.json(403, "{\"Error\":\"expired\"}"));
    page("d1", "b@02");
    answers.add(new Answer.Nothing());
    page("e1", "c@03");
    try (TestHub hub = hub()) {
      assertThrows(HubException.class, () -> follow(hub, all(Optional.empty())));
      assertThat(printed).containsExactly("a", "b", "c");
      assertThat(hub.asked).isZero();
    }
  }

  @Test
  void endsWhenTheEndHasCome() throws IOException {
    page("c1", "a@01");
    page("c2");
    try (TestHub hub = hub()) {
      follow(hub, all(Optional.of(NOW)));
      assertThat(printed).containsExactly("a");
      assertThat(hub.server.lines().getFirst()).contains("&before=2026-01-01T12%3A00%3A00Z&");
    }
  }

  @Test
  void anInterruptEndsItAtOnce() throws IOException {
    page("c1", "a@01");
    page("c2");
    try (TestHub hub = hub()) {
      HubClient client = hub.client(Optional.of("tok"));
      HubException stopped =
          assertThrows(
              HubException.class,
              () ->
                  client
                      .logs()
                      .follow(
                          all(Optional.empty()),
                          Clock.fixed(NOW, ZoneOffset.UTC),
                          entries -> Thread.currentThread().interrupt()));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(stopped.kind()).isEqualTo(HubException.Kind.INTERRUPTED);
    }
  }
}
