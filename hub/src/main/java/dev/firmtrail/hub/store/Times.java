package dev.firmtrail.hub.store;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;

/**
 * How this hub stores and writes time: microseconds since 1970 in the database, RFC 3339 in UTC on
 * the wire.
 */
public final class Times {
  private static final DateTimeFormatter WIRE =
      new DateTimeFormatterBuilder().appendInstant(-1).toFormatter();
  private static final long MICROS = 1_000_000;

  private Times() {}

  public static long toMicros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  public static Instant ofMicros(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000);
  }

  /** With as many digits of the second as it has, at most six. */
  public static String wire(Instant time) {
    return WIRE.format(time.truncatedTo(ChronoUnit.MICROS));
  }
}
