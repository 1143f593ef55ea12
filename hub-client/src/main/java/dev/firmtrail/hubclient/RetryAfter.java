package dev.firmtrail.hubclient;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The pause that an answer asks for before the same request comes again (RFC 9110, 10.2.3). */
final class RetryAfter {
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  private RetryAfter() {}

  /** Empty when nothing is asked for, or not in the two forms that there are. */
  static Optional<Duration> of(HttpHeaders headers) {
    return headers.firstValue("Retry-After").flatMap(RetryAfter::parse);
  }

  private static Optional<Duration> parse(String text) {
    if (SECONDS.matcher(text).matches()) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant when = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
      return Optional.of(Duration.between(Instant.now(), when))
          .filter(pause -> !pause.isNegative());
    } catch (DateTimeParseException neither) {
      return Optional.empty();
    }
  }
}
