package dev.firmtrail.hubclient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.testkit.wire.Answer;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub that asks for a pause gets it, within bounds. */
final class RetryAfterTest {
  private static final Duration HOUR = Duration.ofHours(1);

  /** Whoever did not heed the hub would be done at once. */
  private static final Patience EAGER =
      new Patience(HOUR, HOUR, List.of(Duration.ZERO, Duration.ZERO), Duration.ZERO);

  /** Looks in a row that tell a pause from passing by; a thread is stopped for each. */
  private static final int LOOKS = 500;

  @TempDir Path config;

  private static Optional<Duration> asked(String value) {
    return RetryAfter.of(
        HttpHeaders.of(Map.of("Retry-After", List.of(value)), (name, text) -> true));
  }

  @Test
  void isReadAsSecondsAndAsADate() {
    assertThat(asked("120")).contains(Duration.ofMinutes(2));
    String later =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.now().plus(HOUR).atOffset(ZoneOffset.UTC));
    assertThat(asked(later)).hasValueSatisfying(pause -> assertThat(pause).isPositive());
    assertThat(asked("Thu, 01 Jan 1970 00:00:00 GMT")).isEmpty();
    assertThat(asked("-1")).isEmpty();
    assertThat(asked("soon")).isEmpty();
  }

  @Test
  void isKeptUpToABoundAndNeverShortensOurOwnPause() {
    Patience patience = Patience.NORMAL;
    assertThat(patience.pauseAfter(1, Optional.of(Duration.ofSeconds(9))))
        .isEqualTo(Duration.ofSeconds(9));
    assertThat(patience.pauseAfter(1, Optional.of(Duration.ofDays(9))))
        .isEqualTo(patience.longestPause());
    assertThat(patience.pauseAfter(3, Optional.of(Duration.ZERO)))
        .isEqualTo(patience.pauses().get(2));
  }

  @Test
  void nothingIsSentDuringThePause() throws IOException, InterruptedException {
    try (TestHub hub =
        new TestHub(
            config,
            (request, server) ->
                new Answer.Whole(503, Map.of("Retry-After", List.of("3000")), ""))) {
      HubClient client = hub.client(Optional.of("tok"), EAGER);
      AtomicReference<Optional<IOException>> end = new AtomicReference<>(Optional.empty());
      Thread caller =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  client.devices().list();
                } catch (IOException ended) {
                  end.set(Optional.of(ended));
                }
              });
      for (int inARow = 0; caller.isAlive() && inARow < LOOKS; ) {
        inARow = isWaiting(caller) ? inARow + 1 : 0;
      }
      caller.interrupt();
      caller.join();
      assertThat(hub.server.requests()).hasSize(1);
      assertThat(end.get())
          .containsInstanceOf(HubException.class)
          .hasValueSatisfying(ended ->
              assertThat(((HubException) ended).kind()).isEqualTo(HubException.Kind.INTERRUPTED));
    }
  }

  private static boolean isWaiting(Thread caller) {
    return List.of(caller.getStackTrace()).stream()
        .anyMatch(frame -> frame.getClassName().equals(Patience.class.getName()));
  }
}
