package dev.firmtrail.hub.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.firmtrail.hub.store.Fingerprint;
import dev.firmtrail.hub.store.Times;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Lets something happen so often for each key, and not more. It remembers a bounded number of keys;
 * of more than that those are forgotten that were asked for least. When the clock is put back, time
 * goes on here. Safe for use by many threads.
 */
public final class Throttle {
  /** About 7 MB when all are in use. */
  static final int KEYS = 50_000;

  private final Rate rate;
  private final InstantSource clock;

  /**
   * When all that happened is paid for, in microseconds. Strangers choose the keys: how long they
   * are must not matter.
   */
  private final Cache<Fingerprint, Long> paidOff;

  /** The moment until which time has gone on here, and how far the clock was put back in all. */
  private long newest = Long.MIN_VALUE / 2;

  private long back;

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
    Fingerprint name = Fingerprint.of(key);
    long now = now();
    long before = paidOff(name, now);
    long then = before + count * micros(rate.each());
    long wait = then - now - longest();
    if (wait > 0) {
      throw Refusal.tooMany(reason, Duration.of(wait, ChronoUnit.MICROS));
    }
    paidOff.put(name, then);
  }

  /** Takes one back that was counted. */
  public synchronized void giveBack(String key) {
    Fingerprint name = Fingerprint.of(key);
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
    paidOff.invalidate(Fingerprint.of(key));
  }

  /** How many keys are remembered. */
  synchronized long size() {
    paidOff.cleanUp();
    return paidOff.estimatedSize();
  }

  private long paidOff(Fingerprint name, long now) {
    long then = Optional.ofNullable(paidOff.getIfPresent(name)).orElse(now);
    return Math.max(then, now);
  }

  private long longest() {
    return rate.atOnce() * micros(rate.each());
  }

  private long now() {
    long wall = Times.toMicros(clock.instant());
    back += Math.max(0, newest - wall - back);
    newest = wall + back;
    return newest;
  }

  private static long micros(Duration time) {
    return time.toNanos() / 1_000;
  }
}
