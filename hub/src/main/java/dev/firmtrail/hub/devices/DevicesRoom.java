package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.accounts.Accounts;
import dev.firmtrail.hub.accounts.Secrets;
import dev.firmtrail.hub.audit.Audit;
import dev.firmtrail.hub.events.Events;
import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.usage.Usage;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.signatures.ClientAuthorities;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything about devices, wired. */
public final class DevicesRoom implements AutoCloseable {
  private final Devices devices;
  private final Sightings sightings;
  private final PollMemory memory;
  private final List<Route> routes;

  /**
   * @param authorities who vouches for devices
   */
  public DevicesRoom(
      Database database,
      Accounts accounts,
      Secrets secrets,
      Events events,
      Usage usage,
      Audit audit,
      Optional<ClientAuthorities> authorities,
      SecureRandom random,
      InstantSource clock) {
    Metas metas = new Metas(database, events);
    JoinTokens joinTokens = new JoinTokens(database, secrets, audit, random, clock);
    this.devices = new Devices(database, usage, secrets, events, metas, audit, random, clock);
    this.sightings = new Sightings(database, clock);
    this.memory = PollMemory.ofThisProcess(events.changes());
    Ownerships ownerships = new Ownerships(database, events, authorities, clock);
    this.routes =
        Stream.of(
                new JoinTokenRoutes(joinTokens).list(),
                new DeviceRoutes(devices, joinTokens, accounts, metas, memory, clock).list(),
                new MetaRoutes(devices, metas, memory).list(),
                new OwnershipRoutes(devices, ownerships).list(),
                new DeviceEventRoutes(devices, events).list())
            .flatMap(List::stream)
            .toList();
  }

  public List<Route> routes() {
    return routes;
  }

  /** Which there are, and whose. */
  public Devices devices() {
    return devices;
  }

  /** When each was seen. */
  public Sightings sightings() {
    return sightings;
  }

  /** What each was told of itself. */
  public PollMemory memory() {
    return memory;
  }

  @Override
  public void close() {
    sightings.close();
  }
}
