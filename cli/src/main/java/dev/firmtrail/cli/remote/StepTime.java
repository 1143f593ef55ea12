package dev.firmtrail.cli.remote;

import dev.firmtrail.state.Shown;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** The time of a step for a person: in UTC, by the second. */
public final class StepTime {
  private StepTime() {}

  /**
   * The time to the second.
   *
   * @param sent what the hub says; shown as it is when it is no RFC 3339 time
   */
  public static String shown(String sent) {
    try {
      return OffsetDateTime.parse(sent)
          .withOffsetSameInstant(ZoneOffset.UTC)
          .truncatedTo(ChronoUnit.SECONDS)
          .toInstant()
          .toString();
    } catch (DateTimeParseException notATime) {
      return Shown.text(sent);
    }
  }
}
