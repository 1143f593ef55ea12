package dev.firmtrail.hub.web;

import dev.firmtrail.hub.web.Throttle.Rate;
import java.time.Duration;

/**
 * How often somebody known may add what stays for ever ({@code docs/formats/hub.md}, Too often).
 * Far above what devices and people do.
 *
 * @param deviceEvents events by one device
 * @param accountEvents events by one account
 * @param deviceLogs KiB of log lines, as they are stored, of one device
 */
public record Rates(Rate deviceEvents, Rate accountEvents, Rate deviceLogs) {
  public static final Rates STANDARD =
      new Rates(
          new Rate(3_600, Duration.ofSeconds(1)),
          new Rate(100_000, Duration.ofMillis(100)),
          new Rate(64 << 10, Duration.ofSeconds(1).dividedBy(64)));
}
