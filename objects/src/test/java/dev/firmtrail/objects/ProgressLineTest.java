package dev.firmtrail.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final HandClock clock = new HandClock();
  private final ProgressLine line = new ProgressLine(err, clock);

  /** Stands still until it is moved. */
  private static final class HandClock extends Clock {
    private long millis;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis);
    }
  }

  private String written() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void saysNothingOfAShortPhase() {
    line.begin("hashing", 100);
    clock.millis += 300;
    line.advance(50);
    line.end();
    assertThat(written()).isEmpty();
  }

  @Test
  void drawsALongPhaseSeldomAndTakesTheLineAway() {
    line.begin("hashing", 4 << 20);
    clock.millis += 500;
    line.advance(1 << 20);
    clock.millis += 10;
    line.advance(1 << 20);
    line.end();
    assertThat(written()).isEqualTo("\r\u001b[Khashing 1.0 MiB of 4.0 MiB (25 %)\r\u001b[K");
  }

  @Test
  void countsWhereTheEndIsNotKnown() {
    line.begin("receiving", 0);
    clock.millis += 500;
    line.advance(2048);
    assertThat(written()).isEqualTo("\r\u001b[Kreceiving 2 KiB");
  }
}
