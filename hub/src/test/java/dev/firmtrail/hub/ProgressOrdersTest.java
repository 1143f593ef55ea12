package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.hub.trails.StatusRule;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many steps of one device at once, each told of in an order of its own: all that was acknowledged
 * is there, what is shown follows from it, and the steps are what they were.
 */
class ProgressOrdersTest {
  private static final int STEPS = 200;
  private static final int THREADS = 8;
  private static final List<String> WORDS =
      List.of(
          "NEW",
          "QUEUED",
          "DOWNLOADING",
          "INPROGRESS",
          "TESTING",
          "UPDATED",
          "DONE",
          "ERROR",
          "WONTGO",
          "UNKNOWN",
          "CANCELLED",
          "CANCEL",
          "cancel",
          "wontgo");
  private static final Set<String> PENDING =
      Set.of("NEW", "QUEUED", "DOWNLOADING", "INPROGRESS", "TESTING");

  @Test
  void showsWhatTheTableSaysOfWhatItTook(@TempDir Path data)
      throws IOException, SQLException, JsonException, ExecutionException, InterruptedException {
    long seed = System.nanoTime();
    try (TestHub hub = TestHub.start(data.resolve("hub"));
        Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("hub/hub.db"));
        Statement statement = database.createStatement()) {
      String alice = hub.account("alice");
      DeviceLogin device = hub.deviceWithTrail(alice, "box");
      for (int rev = 1; rev <= STEPS; rev++) {
        hub.postStep(device, alice, "value " + rev);
      }
      String facts = facts(statement);
      long taken = tellAll(hub, alice, device, seed);
      assertThat(facts(statement)).isEqualTo(facts);
      long kept = 0;
      for (int rev = 0; rev <= STEPS; rev++) {
        kept += check(statement, rev, "seed " + seed + ", step " + rev);
      }
      assertThat(kept).as("seed %d", seed).isEqualTo(taken).isGreaterThan(STEPS);
      assertThat(
              number(
                  statement,
                  "SELECT max(seq) - count(*) FROM events WHERE subject LIKE '%devices%'"))
          .isEqualTo(-1);
    }
  }

  private static long tellAll(TestHub hub, String alice, DeviceLogin device, long seed)
      throws ExecutionException, InterruptedException {
    List<Callable<Long>> conversations = new ArrayList<>();
    for (int rev = 0; rev <= STEPS; rev++) {
      int of = rev;
      conversations.add(() -> tell(hub, alice, device, of, new Random(seed + of)));
    }
    long taken = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (Future<Long> conversation : threads.invokeAll(conversations)) {
        taken += conversation.get();
      }
    }
    return taken;
  }

  /** How many of the events were taken. */
  private static long tell(TestHub hub, String alice, DeviceLogin device, long rev, Random random) {
    long taken = 0;
    int events = random.nextInt(1, 14);
    for (int i = 0; i < events; i++) {
      String word = WORDS.get(random.nextInt(WORDS.size()));
      boolean owner = word.equals("cancel") || word.equals("wontgo");
      Reply reply =
          owner
              ? hub.decide(word, device, rev, alice)
              : hub.report(
                  device, rev, "{\"status\":\"%s\",\"status-msg\":\"%d\"}".formatted(word, i));
      assertThat(reply.status()).isIn(200, owner ? 400 : 200);
      taken += reply.status() == 200 ? 1 : 0;
    }
    return taken;
  }

  /** How many events there are, and that the step's line follows from them. */
  private static long check(Statement statement, long rev, String name)
      throws SQLException, JsonException {
    List<StatusRule.Told> told = new ArrayList<>();
    List<JsonObject> events = new ArrayList<>();
    long latest = 0;
    try (ResultSet row =
        statement.executeQuery(
            "SELECT bytes, created FROM events WHERE kind IN ('progress', 'cancel', 'wontgo') AND rev = "
                + rev
                + " ORDER BY seq")) {
      while (row.next()) {
        JsonObject event = JsonReader.readObject(row.getBytes("bytes"));
        events.add(event);
        told.add(new StatusRule.Told(event.string("kind").orElseThrow(), report(event, "status")));
        latest = row.getLong("created");
      }
    }
    StatusRule.Shown shown = StatusRule.of(rev == 0 ? "DONE" : "NEW", told);
    try (ResultSet row = statement.executeQuery("SELECT * FROM step_standing WHERE rev = " + rev)) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString("status")).as(name).isEqualTo(shown.status());
      assertThat(row.getBoolean("pending")).as(name).isEqualTo(PENDING.contains(shown.status()));
      assertThat(row.getLong("reported")).as(name).isEqualTo(latest);
      JsonObject progress = JsonReader.readObject(row.getBytes("progress"));
      assertThat(progress.string("status")).as(name).contains(shown.status());
      long decider = row.getLong("decided_by");
      assertThat(row.wasNull()).as(name).isEqualTo(shown.decider() < 0);
      if (shown.decider() >= 0) {
        JsonObject event = events.get(shown.decider());
        assertThat(event.integer("seq")).as(name).contains(decider);
        if (event.string("kind").orElseThrow().equals("progress")) {
          assertThat(progress.string("status-msg")).as(name).contains(report(event, "status-msg"));
        }
      }
    }
    return events.size();
  }

  private static String report(JsonObject event, String member) {
    return event
        .object("body")
        .flatMap(body -> body.object("report"))
        .flatMap(report -> report.string(member))
        .orElse("");
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getLong(1);
    }
  }

  private static String facts(Statement statement) throws SQLException {
    StringBuilder facts = new StringBuilder();
    for (String sql :
        List.of(
            "SELECT * FROM steps ORDER BY trail, rev",
            "SELECT id, hex(bytes) FROM states ORDER BY id",
            "SELECT * FROM trails")) {
      try (ResultSet row = statement.executeQuery(sql)) {
        while (row.next()) {
          for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
            facts.append(row.getString(column)).append('|');
          }
        }
      }
    }
    return facts.toString();
  }
}
