package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.state.Shown;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The times that {@code device logs} takes: {@code 2026-01-31}, {@code 2026-01-31T10:00:00} (both
 * UTC), a moment with its zone (RFC 3339), or a duration (ISO 8601, a year being 365 days; months
 * have no fixed length and are refused).
 */
final class LogTimes {
  private static final Pattern DURATION =
      Pattern.compile(
          "P(?:(\\d{1,9})W)?(?:(\\d{1,9})Y)?(?:(\\d{1,9})D)?(?:T(?:(\\d{1,9})H)?(?:(\\d{1,9})M)?(?:(\\d{1,9})S)?)?");
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration[] UNITS = {
    DAY.multipliedBy(7),
    DAY.multipliedBy(365),
    DAY,
    Duration.ofHours(1),
    Duration.ofMinutes(1),
    Duration.ofSeconds(1)
  };

  private LogTimes() {}

  /** A moment, or a duration back from now. */
  static Instant from(String text, Instant now) throws CommandFailure {
    Optional<Instant> moment = moment(text);
    return moment.isPresent()
        ? moment.get()
        : later("--from", text, now, duration("--from", text).negated());
  }

  /**
   * A moment, or a duration.
   *
   * @param from where a duration begins
   */
  static Instant to(String text, Optional<Instant> from) throws CommandFailure {
    Optional<Instant> moment = moment(text);
    if (moment.isPresent()) {
      return moment.get();
    }
    Duration duration = duration("--to", text);
    Instant begin =
        from.orElseThrow(() ->
            new CommandFailure(
                ExitCode.LOG_TIME_REFUSED,
                "--to is a duration, and there is no --from that it could begin at"));
    return later("--to", text, begin, duration);
  }

  private static Instant later(String flag, String text, Instant begin, Duration duration)
      throws CommandFailure {
    try {
      return begin.plus(duration);
    } catch (DateTimeException | ArithmeticException beyondAllTimes) {
      throw new CommandFailure(
          ExitCode.LOG_TIME_REFUSED,
          flag + ": no calendar goes so far: " + Shown.text(text) + "; give a shorter duration",
          beyondAllTimes);
    }
  }

  private static Optional<Instant> moment(String text) {
    try {
      if (text.matches("\\d{4}-\\d\\d-\\d\\d")) {
        return Optional.of(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));
      }
      if (text.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d")) {
        return Optional.of(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
      }
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException noMoment) {
      return Optional.empty();
    }
  }

  private static Duration duration(String flag, String text) throws CommandFailure {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      throw new CommandFailure(
          ExitCode.LOG_TIME_REFUSED,
          flag
              + ": neither a time nor a duration: "
              + Shown.text(text)
              + "; write 2026-01-31, 2026-01-31T10:00:00, 2026-01-31T10:00:00+02:00, PT15M or P2D");
    }
    Duration whole = Duration.ZERO;
    for (int i = 0; i < UNITS.length; i++) {
      long count = Long.parseLong(Optional.ofNullable(parts.group(i + 1)).orElse("0"));
      whole = whole.plus(UNITS[i].multipliedBy(count));
    }
    return whole;
  }
}
