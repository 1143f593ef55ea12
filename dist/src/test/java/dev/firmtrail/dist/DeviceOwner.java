package dev.firmtrail.dist;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Somebody who claims devices as soon as they show a challenge, gives one after another something
 * new to run, and looks whether what is there is what was posted.
 */
final class DeviceOwner implements Runnable {
  private static final int LARGEST_OBJECT = 20_000;

  /** One in so many posts goes to a device that still has something to do. */
  private static final int IMPATIENT = 8;

  /** As many devices are claimed between two posts. */
  private static final int CLAIMS = 10;

  private final HubCalls calls;
  private final List<SimulatedDevice> devices;
  private final SoakedHub hub;
  private final SoakLedger ledger;
  private final Duration period;
  private final Random random;

  /**
   * @param calls this owner's
   * @param period between two posts
   */
  DeviceOwner(
      HubCalls calls,
      List<SimulatedDevice> devices,
      SoakedHub hub,
      SoakLedger ledger,
      Duration period,
      long seed) {
    this.calls = calls;
    this.devices = devices;
    this.hub = hub;
    this.ledger = ledger;
    this.period = period;
    this.random = new Random(seed);
  }

  HubCalls calls() {
    return calls;
  }

  @Override
  public void run() {
    CountDownLatch never = new CountDownLatch(1);
    try {
      for (int kills = hub.kills(); hub.isUp(); kills = hub.kills()) {
        try {
          claim();
          post();
          fetch();
        } catch (IOException cut) {
          if (hub.kills() == kills) {
            throw cut;
          }
          ledger.cut.increment();
        }
        never.await(period.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (Exception | AssertionError failed) {
      ledger.failures.add(failed);
    }
  }

  /** Claims some of those that wait for it. */
  void claim() throws IOException {
    List<KnownDevice> waiting =
        devices.stream()
            .flatMap(device -> device.shown().stream())
            .filter(device -> !device.isClaimed())
            .limit(CLAIMS)
            .toList();
    for (KnownDevice device : waiting) {
      claim(device);
    }
  }

  private void claim(KnownDevice device) throws IOException {
    String path = "/devices/" + device.id;
    int status = ledger.timed(() -> calls.status("PUT", path + "?challenge=" + device.challenge));
    // Refused when it was claimed by a call that was cut: nobody else can see it then.
    if (status == 200 || (status == 403 && calls.status("GET", path) == 200)) {
      device.claimed();
    } else if (status != 429) {
      throw new AssertionError("the claim of " + device.id + " was answered " + status);
    }
  }

  private void post() throws IOException {
    boolean impatient = random.nextInt(IMPATIENT) == 0;
    List<KnownDevice> ready =
        devices.stream()
            .flatMap(device -> device.shown().stream())
            .filter(device -> device.hasBegun() && (impatient || device.isIdle()))
            .toList();
    if (!ready.isEmpty()) {
      post(ready.get(random.nextInt(ready.size())));
    }
  }

  private void post(KnownDevice device) throws IOException {
    byte[] content = new byte[1 + random.nextInt(LARGEST_OBJECT)];
    random.nextBytes(content);
    ObjectId id = ledger.timed(() -> calls.upload(content));
    ledger.object(id);
    JsonObject state = HubCalls.state(Map.of("app/root.squashfs", id));
    String stateId = HubCalls.idOf(state);
    device.sent.add(stateId);
    long rev = ledger.timed(() -> calls.post(device.id, state));
    device.posted.put(rev, stateId);
    ledger.step(new SoakLedger.Step(device.id, rev), stateId);
  }

  private void fetch() throws IOException {
    Optional<SoakLedger.Step> step =
        devices
            .get(random.nextInt(devices.size()))
            .shown()
            .flatMap(device ->
                device.posted.keySet().stream()
                    .findAny()
                    .map(rev -> new SoakLedger.Step(device.id, rev)));
    if (step.isPresent()) {
      ledger.fetch(calls, step.get());
    }
  }
}
