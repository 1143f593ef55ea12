package dev.firmtrail.hub.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** A time that a caller names: RFC 3339, with up to nine digits of a second and any offset. */
public final class WireTime {
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)");

  private WireTime() {}

  /**
   * Reads a time.
   *
   * @param name of the parameter or member that it is, for the refusal
   * @throws Refusal it is none
   */
  public static Instant read(String text, String name) {
    try {
      if (RFC_3339.matcher(text).matches()) {
        return OffsetDateTime.parse(text).toInstant();
      }
    } catch (DateTimeException noSuchTime) {
      throw Refusal.badRequest(name + ": there is no such time");
    }
    throw Refusal.badRequest(name + ": a time such as 2026-01-31T10:00:00Z is expected");
  }
}
