package dev.firmtrail.hubclient;

import dev.firmtrail.state.Shown;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A reference to what a device ran at a moment: {@code PLACE@TIME[#fragment]} ({@code
 * docs/formats/user-files.md}, References).
 *
 * @param reference without the moment
 */
public record Moment(String reference, Instant time) {
  /** No nick and no file of a hub has a colon there, so it is meant as a time, good or bad. */
  private static final Pattern MEANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:.*");

  private static final Pattern RFC_3339 =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?(?:Z|[+-]\\d\\d:\\d\\d)");

  /**
   * Cuts the moment off a reference; empty where there is none.
   *
   * @throws HubException there is one that no clock shows, or without its zone
   */
  public static Optional<Moment> of(String text) throws HubException {
    int hash = text.indexOf('#');
    String place = hash < 0 ? text : text.substring(0, hash);
    int at = place.lastIndexOf('@');
    if (at < 0 || !MEANT.matcher(place).region(at + 1, place.length()).matches()) {
      return Optional.empty();
    }
    String rest = place.substring(0, at) + text.substring(place.length());
    return Optional.of(new Moment(rest, time(text, place.substring(at + 1))));
  }

  private static Instant time(String text, String time) throws HubException {
    HubException refused =
        new HubException(
            HubException.Kind.INVALID,
            "cannot use the reference '%s': a moment is written with its zone, such as @2026-05-03T14:03Z or @2026-05-03T16:03:20+02:00"
                .formatted(Shown.text(text)));
    if (!RFC_3339.matcher(time).matches()) {
      throw refused;
    }
    try {
      return OffsetDateTime.parse(time).toInstant();
    } catch (DateTimeException noSuchTime) {
      refused.addSuppressed(noSuchTime);
      throw refused;
    }
  }
}
