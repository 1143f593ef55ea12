package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy of a hub that serves meanwhile has all that was acknowledged before it was begun. */
class BackupUnderLoadTest {
  private static final int DEVICES = 4;

  /** Rounds of a device before and while the backup runs. */
  private static final int ROUNDS = 15;

  @TempDir private Path directory;

  private Path data() {
    return directory.resolve("hub");
  }

  /** What was acknowledged: a path of the hub, and something that its answer holds. */
  private record Fact(String path, String token, String said) {}

  /** One device and its owner, who live as fast as they can until it is enough. */
  private static final class Life implements Runnable {
    final ConcurrentLinkedQueue<Fact> facts = new ConcurrentLinkedQueue<>();
    final CountDownLatch begun = new CountDownLatch(ROUNDS);
    private final TestHub hub;
    private final DeviceLogin device;
    private final String owner;
    private final AtomicBoolean enough;

    Life(TestHub hub, String owner, int number, AtomicBoolean enough) {
      this.hub = hub;
      this.owner = owner;
      this.device = hub.deviceWithTrail(owner, "box-" + number);
      this.enough = enough;
    }

    @Override
    public void run() {
      for (long rev = 1; !enough.get(); rev++) {
        String content = device.id() + " " + rev;
        String object = hub.object(owner, content, "part");
        fact("/objects/" + object, owner, object);
        JsonObject state =
            JsonObject.builder()
                .put("#spec", TestHub.SPEC)
                .put("n.json", rev)
                .put("part", object)
                .build();
        requireOk(hub.post("/trails/" + device.id() + "/steps", owner, TestHub.step(rev, state)));
        fact(TestHub.step(device, rev) + "/state", owner, object);
        requireOk(
            hub.report(device, rev, "{\"status\":\"DONE\",\"status-msg\":\"at " + rev + "\"}"));
        fact(TestHub.step(device, rev), owner, "at " + rev);
        String line = "line " + rev + " of " + device.id();
        requireOk(
            hub.post("/logs/", device.token(), JsonObject.builder().put("msg", line).build()));
        fact("/logs/?page=3000&dev=" + device.id(), owner, "\"" + line + "\"");
        begun.countDown();
      }
    }

    private void fact(String path, String token, String said) {
      facts.add(new Fact(path, token, said));
    }

    private static void requireOk(TestHub.Reply reply) {
      assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }
  }

  @Test
  void aCopyTakenUnderLoadHasAllThatWasAcknowledgedBefore() throws Exception {
    Path target = directory.resolve("backup");
    Path again = directory.resolve("again");
    List<Fact> before = new ArrayList<>();
    try (TestHub hub = TestHub.start(data());
        ExecutorService threads = Executors.newFixedThreadPool(DEVICES)) {
      AtomicBoolean enough = new AtomicBoolean();
      String ada = hub.account("ada");
      List<Life> lives = new ArrayList<>();
      List<Future<?>> running = new ArrayList<>();
      try {
        for (int i = 0; i < DEVICES; i++) {
          lives.add(new Life(hub, ada, i, enough));
          running.add(threads.submit(lives.getLast()));
        }
        for (Life life : lives) {
          life.begun.await();
        }
        lives.forEach(life -> before.addAll(life.facts));
        HubRun made =
            HubRun.of("backup", "--data", data().toString(), "--to", target.toString(), "--json")
                .done();
        JsonObject objects = ((JsonObject) made.json()).object("objects").orElseThrow();
        assertThat(objects.integer("all").orElseThrow())
            .isGreaterThanOrEqualTo((long) DEVICES * ROUNDS);
        lives.forEach(life -> assertThat(life.facts).as("went on").hasSizeGreaterThan(ROUNDS * 4));
      } finally {
        enough.set(true);
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
    HubRun.of("restore", "--from", target.toString(), "--data", again.toString()).done();
    assertThat(HubRun.of("doctor", "--deep", "--data", again.toString()).done().out())
        .contains("good");
    int facts = sameFactsAsFarAsTheyGo(data(), again);
    sameObjects(data(), again);
    try (TestHub hub = TestHub.start(again)) {
      for (Fact fact : before) {
        assertThat(hub.get(fact.path(), fact.token()).text())
            .as("with the token of before, " + fact.path())
            .contains(fact.said());
      }
      assertThat(hub.tryLogin("ada", TestHub.PASSWORD).status()).isEqualTo(200);
    }
    System.out.printf(
        "BackupUnderLoadTest: %d facts had been acknowledged, all there; %d rows compared%n",
        before.size(), facts);
  }

  /** Each row of a fact that was restored is one of the hub's, byte for byte; gives how many. */
  private static int sameFactsAsFarAsTheyGo(Path original, Path restored) throws Exception {
    int rows = 0;
    try (Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + original.resolve("hub.db"));
        Statement sql = database.createStatement()) {
      sql.execute("ATTACH '" + restored.resolve("hub.db") + "' AS restored");
      for (String table :
          List.of("trails", "states", "steps", "events", "log_lines", "signature_policies")) {
        assertThat(number(sql, "SELECT * FROM restored.%1$s EXCEPT SELECT * FROM main.%1$s", table))
            .as(table)
            .isZero();
        rows += number(sql, "SELECT * FROM restored.%1$s", table);
      }
      for (String table : List.of("steps", "events", "log_lines")) {
        assertThat(number(sql, "SELECT * FROM restored.%1$s", table))
            .as("the hub went on")
            .isLessThanOrEqualTo(number(sql, "SELECT * FROM main.%1$s", table))
            .isPositive();
      }
    }
    return rows;
  }

  private static int number(Statement sql, String question, String table) throws Exception {
    try (ResultSet row =
        sql.executeQuery("SELECT count(*) FROM (" + question.formatted(table) + ")")) {
      return row.getInt(1);
    }
  }

  private static void sameObjects(Path original, Path restored) throws IOException {
    try (Stream<Path> files = Files.list(restored.resolve("objects"))) {
      List<Path> objects = files.toList();
      assertThat(objects).isNotEmpty();
      for (Path object : objects) {
        byte[] bytes = Files.readAllBytes(object);
        assertThat(ObjectId.of(bytes).hex()).isEqualTo(object.getFileName().toString());
        assertThat(original.resolve("objects").resolve(object.getFileName()))
            .hasBinaryContent(bytes);
      }
    }
  }
}
