package dev.firmtrail.hub.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.state.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Lets something happen so often for each key, and not more. It remembers a bounded number of keys;
 * of more than that those are forgotten that were asked for least. A clock that is put back makes
 * nobody wait longer than for one more. Safe for use by many threads.
 */
public final class Throttle {
  /** About 10 MB when all are in use. */
  static final int KEYS = 50_000;

  private final Rate rate;
  private final InstantSource clock;

  /** By SHA-256 of a key: when all that happened is paid for, in microseconds. */
  private final Cache<String, Long> paidOff;

  /**
   * How often.
   *
   * @param atOnce so many
   * @param each then one more whenever so much time has passed, up to {@code atOnce} again
   */
  public record Rate(int atOnce, Duration each) {}

  public Throttle(Rate rate, InstantSource clock) {
    this(rate, KEYS, clock);
  }

  Throttle(Rate rate, int keys, InstantSource clock) {
    this.rate = rate;
    this.clock = clock;
    this.paidOff = Caffeine.newBuilder().maximumSize(keys).executor(Runnable::run).build();
  }

  /** Counts one, as {@link #take(String, int, String)} does. */
  public void take(String key, String reason) {
    take(key, 1, reason);
  }

  /**
   * Counts some.
   *
   * @param count not more than {@code atOnce}, or they never fit
   * @param reason what the caller is told when it is too many
   * @throws Refusal 429: there were too many, and these were not counted
   */
  public synchronized void take(String key, int count, String reason) {
    String name = name(key);
    long now = now();
    long before = paidOff(name, now);
    long then = before + count * micros(rate.each());
    long wait = then - now - longest();
    // What was cut because the clock went back stays cut, or it would be cut at every try.
    paidOff.put(name, wait > 0 ? before : then);
    if (wait > 0) {
      throw Refusal.tooMany(reason, Duration.of(wait, ChronoUnit.MICROS));
    }
  }

  /** Takes one back that was counted. */
  public synchronized void giveBack(String key) {
    String name = name(key);
    long now = now();
    long then = paidOff(name, now) - micros(rate.each());
    if (then > now) {
      paidOff.put(name, then);
    } else {
      paidOff.invalidate(name);
    }
  }

  /** Takes all back. */
  public synchronized void forget(String key) {
    paidOff.invalidate(name(key));
  }

  /** How many keys are remembered. */
  synchronized long size() {
    paidOff.cleanUp();
    return paidOff.estimatedSize();
  }

  private long paidOff(String name, long now) {
    long then = Optional.ofNullable(paidOff.getIfPresent(name)).orElse(now);
    return Math.clamp(then, now, now + longest());
  }

  private long longest() {
    return rate.atOnce() * micros(rate.each());
  }

  private long now() {
    return Times.toMicros(clock.instant());
  }

  private static long micros(Duration time) {
    return time.toNanos() / 1_000;
  }

  /** Strangers choose the keys: how long they are must not matter. */
  private static String name(String key) {
    return Sha256.hex(key.getBytes(StandardCharsets.UTF_8));
  }
}
