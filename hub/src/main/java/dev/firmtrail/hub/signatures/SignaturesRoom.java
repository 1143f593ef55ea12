package dev.firmtrail.hub.signatures;

import dev.firmtrail.hub.audit.Audit;
import dev.firmtrail.hub.devices.Devices;
import dev.firmtrail.hub.events.Events;
import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.web.Route;
import java.time.InstantSource;
import java.util.List;

/** Everything about signatures, wired. */
public final class SignaturesRoom implements AutoCloseable {
  private final List<Route> routes;
  private final StepSignatures steps;

  public SignaturesRoom(
      Database database, Events events, Audit audit, Devices devices, InstantSource clock) {
    Policies policies = new Policies(database, events, audit, clock);
    this.routes = new PolicyRoutes(policies, devices).list();
    this.steps = new StepSignatures(policies, clock);
  }

  public List<Route> routes() {
    return routes;
  }

  /** What has to be asked before a step is added. */
  public StepSignatures steps() {
    return steps;
  }

  @Override
  public void close() {
    steps.close();
  }
}
