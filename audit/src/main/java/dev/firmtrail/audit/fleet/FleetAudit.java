package dev.firmtrail.audit.fleet;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.audit.Verdict;
import dev.firmtrail.hubclient.DeviceEvents.Running;
import dev.firmtrail.hubclient.DeviceSummary;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.HubException;
import dev.firmtrail.hubclient.Trail;
import dev.firmtrail.hubclient.TrailStep;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What came of an audit of all devices of an account.
 *
 * @param devices in the hub's order
 */
public record FleetAudit(List<AuditedDevice> devices) {
  private static final Set<String> DONE = Set.of("DONE", "UPDATED");
  private static final Set<String> FAILED = Set.of("ERROR", "WONTGO", "CANCELLED", "CANCELED");

  /** A trail whose newest hundred steps were never done has no device that does them. */
  private static final int MOST_STEPS = 100;

  public FleetAudit {
    devices = List.copyOf(devices);
  }

  public List<Finding> findings() {
    return devices.stream().flatMap(device -> device.finding().stream()).toList();
  }

  public Verdict verdict() {
    return Verdict.of(findings());
  }

  /**
   * Asks a hub about each device of the caller.
   *
   * @param now by the clock of this machine
   */
  public static FleetAudit of(HubClient hub, Instant now, Progress progress) throws IOException {
    List<AuditedDevice> audited = new ArrayList<>();
    List<DeviceSummary> devices = hub.devices().list();
    progress.begin("asking about " + Shown.count(devices.size(), "device"), 0);
    try {
      for (DeviceSummary device : devices) {
        audited.add(audit(hub, device, now));
      }
    } finally {
      progress.end();
    }
    return new FleetAudit(audited);
  }

  private static AuditedDevice audit(HubClient hub, DeviceSummary device, Instant now)
      throws IOException {
    Optional<Trail> trail = hub.trail(device);
    if (trail.isEmpty()) {
      return unknown(device, "it has no trail");
    }
    try {
      return judge(device, trail.get(), hub.events().running(device, now));
    } catch (HubException unknown) {
      if (unknown.kind() == HubException.Kind.INTERRUPTED) {
        throw unknown;
      }
      return unknown(device, Shown.text(String.valueOf(unknown.getMessage())));
    }
  }

  private static AuditedDevice unknown(DeviceSummary device, String why) {
    return new AuditedDevice(
        device,
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.of(finding(device, Finding.Kind.UNKNOWN, why)));
  }

  private static AuditedDevice judge(DeviceSummary device, Trail trail, Optional<Running> claimed)
      throws IOException {
    OptionalLong underWay = OptionalLong.empty();
    Optional<TrailStep> failed = Optional.empty();
    Optional<TrailStep> done = Optional.empty();
    Optional<TrailStep> step = Optional.of(trail.step(trail.revision()));
    for (int i = 0; i < MOST_STEPS && step.isPresent() && done.isEmpty(); i++) {
      String status = step.get().status();
      if (DONE.contains(status)) {
        done = step;
      } else if (FAILED.contains(status)) {
        failed = failed.isPresent() ? failed : step;
      } else if (underWay.isEmpty()) {
        underWay = OptionalLong.of(step.get().revision());
      }
      step = trail.before(step.get());
    }
    OptionalLong should =
        done.map(TrailStep::revision).map(OptionalLong::of).orElseGet(OptionalLong::empty);
    // A hub without events knows no more than the newest step that was reported on.
    OptionalLong runs =
        claimed.isPresent()
            ? claimed.get().revision()
            : DONE.contains(device.status()) ? device.revision() : OptionalLong.empty();
    Optional<Instant> seen = claimed.isPresent() ? claimed.get().seen() : device.seen();
    String gap = claimed.map(Running::gap).orElse("no report");
    return new AuditedDevice(
        device,
        runs,
        should,
        underWay,
        seen,
        seen.isEmpty() && failed.isEmpty()
            ? Optional.of(finding(device, Finding.Kind.UNKNOWN, "the device was never seen"))
            : finding(device, runs, done, failed, underWay, gap));
  }

  private static Optional<Finding> finding(
      DeviceSummary device,
      OptionalLong runs,
      Optional<TrailStep> done,
      Optional<TrailStep> failed,
      OptionalLong underWay,
      String gap) {
    if (failed.isPresent()) {
      return Optional.of(
          finding(
              device,
              Finding.Kind.DIFFERENT,
              "step %d ended with %s: the device did not take it"
                  .formatted(failed.get().revision(), failed.get().status())));
    }
    if (done.isEmpty()) {
      return Optional.of(
          finding(device, Finding.Kind.UNKNOWN, "no step of its trail was ever done"));
    }
    if (runs.isEmpty()) {
      String next = underWay.isPresent() ? "; step " + underWay.getAsLong() + " is under way" : "";
      return Optional.of(
          finding(
              device,
              Finding.Kind.UNKNOWN,
              "what it runs is not known: " + Shown.text(gap) + next));
    }
    long should = done.get().revision();
    boolean isUnderWay = underWay.isPresent() && runs.getAsLong() == underWay.getAsLong();
    if (runs.getAsLong() == should || isUnderWay) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            name(device),
            Finding.Kind.DIFFERENT,
            Optional.of(new ObjectId(done.get().state().id().hex())),
            Optional.empty(),
            "says that it runs step %d, where step %d is the newest that was done"
                .formatted(runs.getAsLong(), should)));
  }

  private static Finding finding(DeviceSummary device, Finding.Kind kind, String detail) {
    return new Finding(name(device), kind, Optional.empty(), Optional.empty(), detail);
  }

  private static String name(DeviceSummary device) {
    return device.nick().isEmpty() ? device.id() : device.nick();
  }
}
