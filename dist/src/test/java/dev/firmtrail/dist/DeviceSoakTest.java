package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fleet of devices, from first boot on, whose owners post to it, keeps all that it was told when
 * the hub is killed again and again, and no device is left behind. {@code ./slow soak} has 2,000
 * devices that poll every five seconds as real ones do, for ten minutes.
 */
class DeviceSoakTest {
  private static final int MINUTES = Integer.getInteger("firmtrail.soak.minutes", 0);
  private static final boolean LONG = MINUTES > 0;
  private static final int SECONDS = LONG ? MINUTES * 60 : 20;
  private static final int DEVICES =
      Integer.getInteger("firmtrail.soak.devices", LONG ? 2_000 : 50);
  private static final int OWNERS = LONG ? 4 : 2;
  private static final int KILLS = LONG ? 5 : 1;
  private static final Duration PERIOD = Duration.ofMillis(LONG ? 5_000 : 400);

  /** A device gets a step every so many polls. */
  private static final int POLLS_BETWEEN_STEPS = 12;

  /** For the steps that are still to be done when nobody posts any more. */
  private static final Duration LONGEST_REST = Duration.ofMinutes(LONG ? 10 : 1);

  /** Threads that look, at the end, whether all is there. */
  private static final int CHECKERS = 8;

  private static final Set<String> FINAL = Set.of("DONE", "ERROR", "WONTGO", "UPDATED");

  @TempDir private Path temp;
  private final SoakLedger ledger = new SoakLedger();
  private final CountDownLatch end = new CountDownLatch(1);

  @Test
  void losesNothingThatItAcknowledgedAndLeavesNoDeviceBehind() throws Exception {
    long seed = Long.getLong("firmtrail.seed", System.nanoTime());
    System.out.println("DeviceSoakTest: -Dfirmtrail.seed=" + seed);
    Random random = new Random(seed);
    try (SoakedHub hub = new SoakedHub(temp.resolve("hub"), ledger)) {
      List<SimulatedDevice> devices = new ArrayList<>();
      for (int i = 0; i < DEVICES; i++) {
        Duration before = PERIOD.multipliedBy(random.nextInt(1000)).dividedBy(1000);
        devices.add(new SimulatedDevice(hub, ledger, before, PERIOD, end));
      }
      List<DeviceOwner> owners = owners(hub, devices, random);
      List<Thread> switchedOn = devices.stream().map(Thread::startVirtualThread).toList();
      List<Thread> posting = owners.stream().map(Thread::startVirtualThread).toList();
      int slice = SECONDS * 1000 / (KILLS + 1);
      for (int kill = 0; kill < KILLS; kill++) {
        int instant = random.nextInt(slice);
        hub.runFor(instant);
        hub.kill(again -> {});
        hub.runFor(slice - instant);
      }
      hub.runFor(slice);
      hub.end();
      join(posting);
      awaitTheLastSteps(devices, owners);
      end.countDown();
      join(switchedOn);
      assertThat(ledger.failures).isEmpty();
      assertThat(ledger.steps()).isNotEmpty();
      check(owners);
      assertThat(hub.process().stop()).isEqualTo(143);
      tell();
    } finally {
      end.countDown();
    }
  }

  private List<DeviceOwner> owners(SoakedHub hub, List<SimulatedDevice> devices, Random random)
      throws IOException {
    Duration period = PERIOD.multipliedBy((long) POLLS_BETWEEN_STEPS * OWNERS).dividedBy(DEVICES);
    List<DeviceOwner> owners = new ArrayList<>();
    for (int i = 0; i < OWNERS; i++) {
      Person person =
          new Person("owner-" + i, temp.resolve("owner-" + i)).joins(hub.process().url());
      List<SimulatedDevice> own = devices.subList(DEVICES * i / OWNERS, DEVICES * (i + 1) / OWNERS);
      HubCalls calls = new HubCalls(hub.process().url(), person.token());
      owners.add(new DeviceOwner(calls, own, hub, ledger, period, random.nextLong()));
    }
    return owners;
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void awaitTheLastSteps(List<SimulatedDevice> devices, List<DeviceOwner> owners) {
    await("each device has done its newest step")
        .atMost(LONGEST_REST)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> {
          if (ledger.failures.isEmpty()) {
            for (DeviceOwner owner : owners) {
              // A kill may have made some of them register anew just now.
              owner.claim();
            }
            assertThat(devices)
                .as("devices that have not begun")
                .extracting(SimulatedDevice::shown)
                .allSatisfy(shown -> assertThat(shown.map(KnownDevice::hasBegun)).contains(true));
            for (DeviceOwner owner : owners) {
              assertThat(owner.calls().list("/trails/summary"))
                  .filteredOn(DeviceSoakTest::isBehind)
                  .extracting(JsonObject::members)
                  .extracting("deviceid", "revision", "progress-revision", "status")
                  .isEmpty();
            }
          }
        });
  }

  private static boolean isBehind(JsonObject summary) {
    return !summary.integer("revision").equals(summary.integer("progress-revision"))
        || !FINAL.contains(summary.string("status").orElseThrow());
  }

  private void check(List<DeviceOwner> owners) throws Exception {
    List<String> logged = new ArrayList<>();
    for (DeviceOwner owner : owners) {
      logged.addAll(owner.calls().logged());
    }
    DeviceCheck.checkLines(ledger.devices, logged);
    try (HubCalls anybody = owners.getFirst().calls();
        ExecutorService threads = Executors.newFixedThreadPool(CHECKERS)) {
      List<Future<KnownDevice>> checks =
          ledger.devices.stream()
              .map(device ->
                  threads.submit(() -> {
                    HubCalls itself = anybody.as(device.prn, device.secret);
                    DeviceCheck.checkEvents(device, itself);
                    for (Long rev : device.posted.keySet()) {
                      ledger.fetch(itself, new SoakLedger.Step(device.id, rev));
                    }
                    return device;
                  }))
              .toList();
      for (Future<KnownDevice> each : checks) {
        each.get();
      }
    }
  }

  private void tell() {
    List<KnownDevice.Said> said =
        ledger.devices.stream()
            .flatMap(device -> device.said.stream())
            .filter(KnownDevice.Said::acknowledged)
            .toList();
    System.out.printf(
        "DeviceSoakTest: %d s, %d devices (%d registrations), %d kills: %d requests answered and %d cut,"
            + " %d MiB, %d clones; acknowledged: %d steps, %d reports, %d metas, %d log lines;"
            + " p50 %d ms, p99 %d ms, slowest answer %d ms; all there, no device behind%n",
        SECONDS,
        DEVICES,
        ledger.devices.size(),
        KILLS,
        ledger.requests.sum(),
        ledger.cut.sum(),
        ledger.bytes.sum() >> 20,
        ledger.clones.sum(),
        ledger.steps().size(),
        said.stream().filter(each -> each.kind() == KnownDevice.Kind.PROGRESS).count(),
        said.stream().filter(each -> each.kind() == KnownDevice.Kind.META).count(),
        ledger.devices.stream()
            .flatMap(device -> device.lines.values().stream())
            .filter(KnownDevice.Line::acknowledged)
            .count(),
        ledger.percentileMilliseconds(50),
        ledger.percentileMilliseconds(99),
        ledger.percentileMilliseconds(100));
  }
}
