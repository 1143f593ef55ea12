package dev.firmtrail.hub.web;

import java.time.Duration;

/**
 * How long and how often anybody may take the hub's attention ({@code docs/formats/hub.md}, HTTP).
 *
 * @param idle without a byte in either direction, a connection ends after this
 * @param pace the stretch of time over which a client that the hub waits for is measured
 * @param bytesPerSecond what has to move on average in such a stretch; far less than a slow line
 *     can, far more than somebody who only wants to be waited for
 * @param connections at once; more wait in the kernel's queue until one ends
 * @param rates of what somebody known adds
 */
public record Limits(
    Duration idle, Duration pace, int bytesPerSecond, int connections, Rates rates) {
  public static final Limits STANDARD =
      new Limits(Duration.ofSeconds(60), Duration.ofSeconds(60), 512, 4096, Rates.STANDARD);

  /** In bytes: what a stretch needs at least. */
  long bytesInAStretch() {
    return pace.toSeconds() * bytesPerSecond;
  }
}
