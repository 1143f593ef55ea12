package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.hub.web.ClientAddress;
import dev.firmtrail.hub.web.Principal;
import dev.firmtrail.hub.web.Visitors;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When each device was seen last. A device calls every few seconds, so that is kept in memory and
 * written now and then: a hub that is killed forgets the last {@link #EVERY}, and nothing that is
 * acknowledged rests on it. Safe for use by many threads.
 */
public final class Sightings implements Visitors, AutoCloseable {
  static final Duration EVERY = Duration.ofMinutes(1);

  /** Rows of one transaction, so that no post waits long behind them. */
  private static final int BATCH = 2000;

  private static final Logger LOG = LoggerFactory.getLogger(Sightings.class);

  private final Database database;
  private final InstantSource clock;

  /** By the PRN of the caller, which is in memory anyway. */
  private final Map<Prn, Visit> unwritten = new ConcurrentHashMap<>();

  private final ScheduledExecutorService writing =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("sightings").daemon().factory());
  private final Future<?> turns;

  public Sightings(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    this.turns =
        writing.scheduleWithFixedDelay(
            this::writeOrWarn, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void came(Principal caller, ClientAddress from) {
    if (caller.kind() == Principal.Kind.DEVICE) {
      Instant now = clock.instant();
      Visit known = unwritten.get(caller.prn());
      if (known == null || !known.again(now, from.text())) {
        unwritten.put(caller.prn(), new Visit(now, from.text()));
      }
    }
  }

  /**
   * The newest of a device that is not written. It is changed in place: an object for each call,
   * held by a table that is old, is what makes the collector of memory slow.
   */
  private static final class Visit {
    private final String address;
    private long micros;
    private boolean taken;

    Visit(Instant at, String address) {
      this.micros = Times.toMicros(at);
      this.address = address;
    }

    /** Takes the place of an older one from the same address, unless that is being written. */
    synchronized boolean again(Instant at, String from) {
      if (taken || !address.equals(from)) {
        return false;
      }
      micros = Times.toMicros(at);
      return true;
    }

    synchronized void take() {
      taken = true;
    }

    synchronized Sighting sighting() {
      return new Sighting(Times.ofMicros(micros), address);
    }
  }

  /**
   * When a device was seen last.
   *
   * @param written what the database says of it
   */
  public Optional<Sighting> newest(HubId device, Optional<Sighting> written) {
    Optional<Sighting> newer =
        Optional.ofNullable(unwritten.get(Prn.ofDevice(device))).map(Visit::sighting);
    return newer.isPresent() ? newer : written;
  }

  private void writeOrWarn() {
    try {
      write();
    } catch (RuntimeException failed) {
      // The next turn has them still.
      LOG.atWarn().setCause(failed).log("the times when devices were seen were not written");
    }
  }

  /** Writes what is not written yet. */
  void write() {
    List<Map.Entry<Prn, Visit>> all = new ArrayList<>(unwritten.entrySet());
    for (int from = 0; from < all.size(); from += BATCH) {
      List<Map.Entry<Prn, Visit>> some = all.subList(from, Math.min(from + BATCH, all.size()));
      some.forEach(entry -> entry.getValue().take());
      database.write(handle -> insert(handle, some));
      // Only those: a device may have called meanwhile.
      some.forEach(entry -> unwritten.remove(entry.getKey(), entry.getValue()));
    }
  }

  private static int[] insert(Handle handle, List<Map.Entry<Prn, Visit>> visits) {
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO sightings (device, seen, address) VALUES (:device, :seen, :address)"
                + " ON CONFLICT (device) DO UPDATE SET seen = :seen, address = :address");
    visits.forEach(entry -> {
      Sighting sighting = entry.getValue().sighting();
      batch
          .bind("device", Prn.deviceId(entry.getKey().text()).orElseThrow().hex())
          .bind("seen", Times.toMicros(sighting.at()))
          .bind("address", sighting.address())
          .add();
    });
    return batch.execute();
  }

  @Override
  public void close() {
    turns.cancel(false);
    writing.close();
    writeOrWarn();
  }
}
