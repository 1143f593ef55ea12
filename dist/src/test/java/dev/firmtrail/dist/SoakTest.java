package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hub under load, killed again and again, has at the end what it acknowledged, and nothing of
 * what it needed meanwhile. {@code ./slow soak} goes on for ten minutes.
 */
class SoakTest {
  private static final int MINUTES = Integer.getInteger("firmtrail.soak.minutes", 0);
  private static final int SECONDS = MINUTES > 0 ? MINUTES * 60 : 6;
  private static final int CLIENTS = MINUTES > 0 ? 64 : 16;
  private static final int KILLS = MINUTES > 0 ? 5 : 1;
  private static final int DEVICES = 4;
  private static final int SAMPLE = 20;

  /** Beyond what a hub has open that has served a little and serves nobody now. */
  private static final int SPARE_DESCRIPTORS = 40;

  @TempDir private Path temp;
  private final SoakLedger ledger = new SoakLedger();

  @Test
  void losesNothingThatItAcknowledged() throws Exception {
    long seed = Long.getLong("firmtrail.seed", System.nanoTime());
    System.out.println("SoakTest: -Dfirmtrail.seed=" + seed);
    Random random = new Random(seed);
    SoakedHub soaked = new SoakedHub(temp.resolve("hub"), ledger);
    HubProcess hub = soaked.process();
    Person ada = new Person("ada", temp.resolve("ada")).joins(hub.url());
    List<String> devices = devices(hub, ada);
    long atFirst = descriptors(hub);
    List<Thread> clients = clients(soaked, ada, devices, seed);
    for (int kill = 0; kill < KILLS; kill++) {
      soaked.runFor(SECONDS * 1000L / (KILLS + 1) - random.nextInt(SECONDS * 20));
      soaked.kill(again -> {
        try (HubCalls calls = new HubCalls(again.url(), ada.token())) {
          verifySample(calls, random);
        }
      });
    }
    hub = soaked.process();
    soaked.runFor(SECONDS * 1000L / (KILLS + 1));
    soaked.end();
    for (Thread client : clients) {
      client.join();
    }
    assertThat(ledger.failures).isEmpty();
    verifyAll(hub, ada, devices);
    long atLast = awaitDescriptors(hub, atFirst);
    long memory = residentKibibytes(hub);
    assertThat(hub.stop()).isEqualTo(143);
    verifyData(hub, devices);
    tell(atFirst, atLast, memory);
  }

  private List<String> devices(HubProcess hub, Person ada) throws IOException {
    ada.quickly(temp, "init").done();
    List<String> devices = new ArrayList<>();
    try (HubCalls calls = new HubCalls(hub.url(), ada.token())) {
      for (int i = 0; i < DEVICES; i++) {
        ada.quickly(temp, "device", "create", "box-" + i).done();
        devices.add(calls.get("/devices/box-" + i).string("id").orElseThrow());
      }
    }
    return devices;
  }

  private List<Thread> clients(SoakedHub hub, Person ada, List<String> devices, long seed)
      throws IOException {
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Path directory = temp.resolve("client-" + i);
      SoakClient client =
          new SoakClient(
              i,
              seed,
              hub,
              new HubCalls(hub.process().url(), ada.token()),
              ada.elsewhere(temp.resolve("home-" + i)),
              directory,
              devices,
              ledger);
      clients.add(Thread.ofPlatform().start(client));
    }
    return clients;
  }

  private void verifySample(HubCalls calls, Random random) throws IOException {
    List<ObjectId> objects = ledger.objects();
    for (int i = 0; i < SAMPLE && !objects.isEmpty(); i++) {
      ObjectId id = objects.get(random.nextInt(objects.size()));
      assertThat(ObjectId.of(calls.download(id))).isEqualTo(id);
      SoakLedger.Step step = ledger.anyStep(random).orElseThrow();
      assertThat(HubCalls.idOf(calls.get(step))).isEqualTo(ledger.stateOf(step));
    }
  }

  private void verifyAll(HubProcess hub, Person ada, List<String> devices) throws IOException {
    try (HubCalls calls = new HubCalls(hub.url(), ada.token())) {
      for (Map.Entry<SoakLedger.Step, String> each : ledger.steps().entrySet()) {
        JsonObject state = calls.get(each.getKey());
        assertThat(HubCalls.idOf(state)).isEqualTo(each.getValue());
        HubCalls.objectsOf(state).forEach(ledger::object);
      }
      for (ObjectId id : ledger.objects()) {
        assertThat(calls.status("GET", "/objects/" + id.hex())).isEqualTo(200);
      }
      for (String device : devices) {
        assertThat(calls.status("GET", "/trails/" + device + "/steps/0")).isEqualTo(200);
      }
    }
  }

  private void verifyData(HubProcess hub, List<String> devices) throws Exception {
    Map<String, String> stored = Firmware.stored(hub.objects());
    stored.forEach((name, hash) -> assertThat(hash).isEqualTo(name));
    for (ObjectId id : ledger.objects()) {
      assertThat(stored).containsKey(id.hex());
    }
    try (Stream<Path> files = Files.list(hub.objects())) {
      // A kill may leave one file of each upload that it cut; nothing else leaves any.
      assertThat(files.filter(file -> file.getFileName().toString().startsWith(".")).count())
          .isLessThanOrEqualTo((long) KILLS * CLIENTS);
    }
    try (Connection database =
        DriverManager.getConnection("jdbc:sqlite:" + hub.data().resolve("hub.db"))) {
      assertThat(answer(database, "PRAGMA integrity_check")).isEqualTo("ok");
      for (String device : devices) {
        assertThat(
                answer(
                    database,
                    "SELECT max(rev) + 1 = count(*) FROM steps WHERE trail = '" + device + "'"))
            .as("revisions have no gap")
            .isEqualTo("1");
      }
    }
    // Of ten minutes it is larger than this test's memory.
    try (Stream<String> log = Files.lines(hub.log())) {
      assertThat(log.filter(SoakTest::complains).findFirst()).isEmpty();
    }
  }

  private static boolean complains(String line) {
    return Stream.of("OutOfMemory", "\"ERROR\"", "\"WARN\"").anyMatch(line::contains);
  }

  private static String answer(Connection database, String query) throws Exception {
    try (ResultSet rows = database.createStatement().executeQuery(query)) {
      return rows.getString(1);
    }
  }

  private static long descriptors(HubProcess hub) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + hub.handle().pid() + "/fd"))) {
      return open.count();
    }
  }

  private static long awaitDescriptors(HubProcess hub, long atFirst) throws IOException {
    await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> descriptors(hub) <= atFirst + SPARE_DESCRIPTORS);
    return descriptors(hub);
  }

  private static long residentKibibytes(HubProcess hub) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + hub.handle().pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }

  private void tell(long atFirst, long atLast, long memory) {
    System.out.printf(
        "SoakTest: %d s, %d clients, %d kills: %d requests answered and %d cut, %d steps, %d objects, %d clones, %d MiB;"
            + " p50 %d ms, p99 %d ms; hub: descriptors %d -> %d, resident %d MiB at most; all there%n",
        SECONDS,
        CLIENTS,
        KILLS,
        ledger.requests.sum(),
        ledger.cut.sum(),
        ledger.steps().size(),
        ledger.objects().size(),
        ledger.clones.sum(),
        ledger.bytes.sum() >> 20,
        ledger.percentileMilliseconds(50),
        ledger.percentileMilliseconds(99),
        atFirst,
        atLast,
        memory >> 10);
  }
}
