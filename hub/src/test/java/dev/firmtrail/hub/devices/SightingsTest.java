package dev.firmtrail.hub.devices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.ClientAddress;
import dev.firmtrail.hub.web.Principal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a device was seen last, before that is written, while, and after. */
class SightingsTest {
  private static final HubId DEVICE = new HubId("0123456789abcdef01234567");
  private static final Principal CALLER =
      new Principal(
          Principal.Kind.DEVICE,
          Prn.ofDevice(DEVICE),
          "gate",
          Prn.ofDevice(DEVICE).text(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Instant.EPOCH,
          Instant.MAX);
  private static final ClientAddress HERE = new ClientAddress("192.0.2.1", "192.0.2.1");
  private static final ClientAddress THERE = new ClientAddress("192.0.2.2", "192.0.2.2");

  private final AtomicLong second = new AtomicLong();
  private Database database;
  private Sightings sightings;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    database = Database.open(directory.resolve("hub.db"));
    sightings = new Sightings(database, () -> Instant.ofEpochSecond(second.get()));
  }

  @AfterEach
  void close() {
    sightings.close();
    database.close();
  }

  private void comes(long at, ClientAddress from) {
    second.set(at);
    sightings.came(CALLER, from);
  }

  private Optional<Sighting> written() {
    return database.read(handle -> Sighting.find(handle, DEVICE));
  }

  private static Optional<Sighting> at(long seconds, ClientAddress from) {
    return Optional.of(new Sighting(Instant.ofEpochSecond(seconds), from.text()));
  }

  @Test
  void isTheNewestWhetherItIsWrittenOrNot() {
    assertThat(sightings.newest(DEVICE, written())).isEmpty();
    comes(1, HERE);
    comes(2, HERE);
    assertThat(sightings.newest(DEVICE, written())).isEqualTo(at(2, HERE));
    comes(3, THERE);
    assertThat(sightings.newest(DEVICE, written())).isEqualTo(at(3, THERE));
    assertThat(written()).isEmpty();
    sightings.write();
    assertThat(written()).isEqualTo(at(3, THERE));
    comes(4, THERE);
    assertThat(sightings.newest(DEVICE, written())).isEqualTo(at(4, THERE));
    sightings.write();
    assertThat(written()).isEqualTo(at(4, THERE));
  }

  @Test
  void losesNoneThatComesWhileTheyAreWritten() throws InterruptedException {
    AtomicBoolean ended = new AtomicBoolean();
    Thread writing =
        Thread.ofPlatform()
            .start(() -> {
              while (!ended.get()) {
                sightings.write();
              }
            });
    try {
      for (int at = 1; at <= 20_000; at++) {
        comes(at, HERE);
        assertThat(sightings.newest(DEVICE, Optional.empty()).or(this::written))
            .isEqualTo(at(at, HERE));
      }
    } finally {
      ended.set(true);
      writing.join();
    }
    sightings.write();
    assertThat(written()).isEqualTo(at(20_000, HERE));
  }
}
