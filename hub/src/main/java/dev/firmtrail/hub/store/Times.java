package dev.firmtrail.hub.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How this hub stores and writes time: microseconds since 1970 in the database, RFC 3339 in UTC on
 * the wire.
 */
public final class Times {
  private static final DateTimeFormatter WIRE =
      new DateTimeFormatterBuilder().appendInstant(-1).toFormatter();
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?(?:Z|[+-]\\d\\d:\\d\\d)");
  private static final long MICROS = 1_000_000;

  private Times() {}

  public static long toMicros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  public static Instant ofMicros(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000);
  }

  /**
   * Reads RFC 3339; the seconds may be left out. Empty for everything else, a leap second among it:
   * no clock of ours has one.
   */
  public static Optional<Instant> read(String text) {
    try {
      return RFC_3339.matcher(text).matches()
          ? Optional.of(OffsetDateTime.parse(text).toInstant())
          : Optional.empty();
    } catch (DateTimeParseException noSuchTime) {
      return Optional.empty();
    }
  }

  /** With as many digits of the second as it has, at most six. */
  public static String wire(Instant time) {
    return WIRE.format(time.truncatedTo(ChronoUnit.MICROS));
  }
}
