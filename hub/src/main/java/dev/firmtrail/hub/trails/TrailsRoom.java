package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.accounts.Accounts;
import dev.firmtrail.hub.audit.Audit;
import dev.firmtrail.hub.devices.DeviceAccess;
import dev.firmtrail.hub.devices.Devices;
import dev.firmtrail.hub.devices.DevicesRoom;
import dev.firmtrail.hub.events.Events;
import dev.firmtrail.hub.objects.ObjectRecords;
import dev.firmtrail.hub.objects.ObjectsRoom;
import dev.firmtrail.hub.signatures.StepSignatures;
import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.usage.Usage;
import dev.firmtrail.hub.web.ApiUrl;
import dev.firmtrail.hub.web.Route;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** Everything about trails, wired. */
public final class TrailsRoom implements AutoCloseable {
  private final List<Route> routes;
  private final ExportRoutes exports;

  public TrailsRoom(
      Database database,
      Accounts accounts,
      DevicesRoom known,
      ObjectsRoom objects,
      StepSignatures signatures,
      Events events,
      Usage usage,
      Audit audit,
      ApiUrl api,
      InstantSource clock) {
    Devices devices = known.devices();
    DeviceAccess ways = new DeviceAccess(devices);
    ObjectRecords records = objects.records();
    Trails trails = new Trails(database, devices, known.sightings());
    TrailAccess access = new TrailAccess(trails);
    StepPost post = new StepPost(database, records, signatures, events, clock);
    NeededObjects needed = new NeededObjects();
    this.exports = new ExportRoutes(accounts, devices, trails, access, records, objects.store());
    this.routes =
        Stream.of(
                new TrailRoutes(trails, access, post, ways, api).list(),
                new StepRoutes(
                        trails,
                        access,
                        post,
                        records,
                        objects.answers(),
                        needed,
                        known.memory(),
                        api)
                    .list(),
                new ProgressRoutes(access, new StepProgress(database, events, audit), events)
                    .list(),
                exports.list(),
                new DashRoutes(trails, usage).list(),
                new RunningRoutes(database, ways, known.sightings(), clock).list(),
                new BundleRoutes(access, objects.bundles(), needed).list(),
                new RepositoryRoutes(accounts, devices, trails, access, api).list())
            .flatMap(List::stream)
            .toList();
  }

  public List<Route> routes() {
    return routes;
  }

  @Override
  public void close() {
    exports.close();
  }
}
