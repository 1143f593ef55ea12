package dev.firmtrail.hub.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.hub.web.Throttle.Rate;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rate is kept exactly, with a clock that stands still, runs or goes back, in bounded memory. */
class ThrottleTest {
  private static final Rate RATE = new Rate(5, Duration.ofSeconds(3));

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Throttle throttle = new Throttle(RATE, () -> now);

  /** What the caller is told to wait, if he is refused. */
  private Optional<String> take(String key) {
    try {
      throttle.take(key, "too often");
      return Optional.empty();
    } catch (Refusal refusal) {
      assertThat(refusal.status()).isEqualTo(429);
      assertThat(refusal.reason()).isEqualTo("too often");
      return refusal.retryAfter();
    }
  }

  /**
   * What is still to wait until one more fits, said in another way: from no moment on were there
   * ever more than {@code atOnce} and one for each stretch since.
   */
  private static Duration wait(List<Instant> taken, Instant now) {
    Duration longest = Duration.ZERO;
    for (int i = 0; i < taken.size(); i++) {
      Duration needed = RATE.each().multipliedBy(taken.size() - i + 1L - RATE.atOnce());
      Duration left = needed.minus(Duration.between(taken.get(i), now));
      longest = left.compareTo(longest) > 0 ? left : longest;
    }
    return longest;
  }

  @Test
  void letsThroughAsManyAsTheRateSaysAndTellsTheOthersHowLongToWait() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<String, List<Instant>> taken = new HashMap<>();
    int refused = 0;
    for (int turn = 0; turn < 3_000; turn++) {
      now = now.plus(4L * random.nextInt(800_000), ChronoUnit.MICROS);
      String key = "key" + random.nextInt(3);
      List<Instant> before = taken.computeIfAbsent(key, none -> new ArrayList<>());
      Duration wait = wait(before, now);
      Optional<String> told = take(key);
      if (wait.isZero()) {
        assertThat(told).as("seed %d, turn %d", seed, turn).isEmpty();
        before.add(now);
      } else {
        long seconds = wait.toSeconds() + (wait.toNanosPart() > 0 ? 1 : 0);
        assertThat(told).as("seed %d, turn %d", seed, turn).contains(Long.toString(seconds));
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void opensAtTheMicrosecondThatItTold() {
    for (int i = 0; i < RATE.atOnce(); i++) {
      assertThat(take("a")).isEmpty();
    }
    now = now.plus(RATE.each()).minus(1, ChronoUnit.MICROS);
    assertThat(take("a")).contains("1");
    now = now.plus(1, ChronoUnit.MICROS);
    assertThat(take("a")).isEmpty();
    assertThat(take("a")).contains("3");
  }

  @Test
  void takesBackOneOrAll() {
    for (int i = 0; i < RATE.atOnce(); i++) {
      assertThat(take("a")).isEmpty();
    }
    throttle.giveBack("a");
    assertThat(take("a")).isEmpty();
    assertThat(take("a")).isPresent();
    throttle.forget("a");
    throttle.giveBack("a");
    for (int i = 0; i < RATE.atOnce(); i++) {
      assertThat(take("a")).isEmpty();
    }
    assertThat(take("a")).isPresent();
  }

  @Test
  void letsNobodyWaitLongerAndNothingPassWhenTheClockIsPutBack() {
    for (int i = 0; i < RATE.atOnce(); i++) {
      assertThat(take("a")).isEmpty();
    }
    assertThat(take("b")).isEmpty();
    for (int i = 0; i < 3; i++) {
      now = now.minus(365, ChronoUnit.DAYS);
      assertThat(take("a")).contains("3");
      now = now.plus(RATE.each());
      assertThat(take("a")).isEmpty();
      assertThat(take("a")).contains("3");
    }
    for (int i = 0; i < RATE.atOnce(); i++) {
      assertThat(take("b")).isEmpty();
    }
    assertThat(take("b")).isPresent();
  }

  @Test
  void remembersABoundedNumberOfKeys() {
    Throttle small = new Throttle(RATE, 50, () -> now);
    for (int i = 0; i < 20_000; i++) {
      small.take("key" + i, "too often");
    }
    assertThat(small.size()).isBetween(1L, 50L);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i <= RATE.atOnce(); i++) {
                small.take("the same again", "too often");
              }
            })
        .isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1, 192.0.2.1",
    "::ffff:192.0.2.1, 192.0.2.1, 192.0.2.1",
    "2001:db8:1:2::9, 2001:db8:1:2:0:0:0:9, 20010db800010002",
    "2001:db8:1:2:ffff::1, 2001:db8:1:2:ffff:0:0:1, 20010db800010002"
  })
  void countsWhatOnePartyHasOfTheInternetAsOne(String address, String text, String network)
      throws UnknownHostException {
    assertThat(ClientAddress.of(InetAddress.getByName(address)))
        .isEqualTo(new ClientAddress(text, network));
  }
}
