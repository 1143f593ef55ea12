package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Steps, states, trails, signature policies, events, log lines, audit records and what ties the
 * keys of certificates to devices are only ever added, and a device keeps its owner: by the
 * database's own triggers, whoever opens it, and under a rush of posts.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FactsTest {
  private TestHub hub;
  private Path database;
  private String alice;
  private DeviceLogin device;

  @BeforeAll
  void start(@TempDir Path data) throws IOException, SQLException {
    hub = TestHub.start(data.resolve("hub"));
    database = data.resolve("hub/hub.db");
    alice = hub.account("alice");
    device = hub.deviceWithTrail(alice, "facts");
    hub.device(alice, "other");
    hub.post(
        "/trails/" + device.id() + "/steps",
        alice,
        TestHub.step(-1, TestHub.state("a.json", "one")));
    for (String message : List.of("one", "two")) {
      hub.post("/logs/", device.token(), JsonObject.builder().put("msg", message).build());
    }
    DeviceLogin gone = hub.device(alice, "gone");
    hub.delete("/devices/" + gone.id(), alice);
    hub.object(alice, "content", "a");
    for (String mode : List.of("accept", "inherit")) {
      hub.put(policy(), alice, JsonObject.builder().put("mode", mode).build());
    }
    showCertificates();
  }

  /** As if it had shown two certificates of one key. */
  private void showCertificates() throws SQLException {
    try (Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = foreign.createStatement()) {
      for (String certificate : List.of("one", "two")) {
        statement.executeUpdate(
            "INSERT INTO ownerships VALUES ('%s', 'key', '%s', 0)"
                .formatted(certificate, device.id()));
      }
    }
  }

  private String policy() {
    return "/firmtrail/v1/devices/" + device.id() + "/signature-policy";
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE steps SET commit_msg = 'forged'",
        "UPDATE OR REPLACE steps SET rev = 0 WHERE rev = 1",
        "UPDATE steps SET created = created + 1",
        "DELETE FROM steps",
        "DELETE FROM steps WHERE rev = 1",
        "INSERT OR REPLACE INTO steps SELECT trail, rev, state, 'forged', committer, meta, first_status, created FROM steps",
        "REPLACE INTO steps SELECT trail, 0, state, 'forged', committer, meta, first_status, created FROM steps WHERE rev = 1",
        "INSERT INTO steps SELECT trail, 7, state, 'gap', committer, meta, first_status, created FROM steps WHERE rev = 1",
        "INSERT INTO steps SELECT * FROM steps WHERE true ON CONFLICT DO UPDATE SET commit_msg = 'forged'",
        "UPDATE states SET bytes = x'7b7d'",
        "DELETE FROM states",
        "INSERT OR REPLACE INTO states SELECT id, x'7b7d' FROM states",
        "INSERT OR REPLACE INTO states (rowid, id, bytes) SELECT rowid, 'x' || id, x'7b7d' FROM states",
        "UPDATE trails SET owner = 'prn:::accounts:/000000000000000000000000'",
        "DELETE FROM trails",
        "INSERT OR REPLACE INTO trails SELECT id, 'prn:x', created FROM trails",
        "UPDATE signature_policies SET policy = x'7b7d'",
        "UPDATE signature_policies SET who = 'prn:x'",
        "UPDATE OR REPLACE signature_policies SET seq = 0 WHERE seq = 1",
        "DELETE FROM signature_policies WHERE seq = 1",
        "INSERT OR REPLACE INTO signature_policies SELECT subject, seq, policy, 'prn:x', created FROM signature_policies",
        "INSERT INTO signature_policies SELECT subject, 7, policy, who, created FROM signature_policies WHERE seq = 1",
        "INSERT INTO signature_policies SELECT 'prn:x', 1, policy, who, created FROM signature_policies WHERE seq = 1",
        "INSERT INTO signature_policies SELECT * FROM signature_policies WHERE true ON CONFLICT DO UPDATE SET who = 'prn:x'",
        "UPDATE events SET bytes = x'7b7d'",
        "UPDATE events SET created = created + 1",
        "UPDATE OR REPLACE events SET seq = 0 WHERE seq = 1",
        "DELETE FROM events WHERE seq = 1",
        "DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)",
        "INSERT OR REPLACE INTO events SELECT subject, seq, kind, rev, 'prn:x', created, bytes FROM events",
        "INSERT INTO events SELECT subject, 9, kind, rev, who, created, bytes FROM events WHERE seq = 1",
        "INSERT INTO events SELECT 'prn:x', 1, kind, rev, who, created, bytes FROM events WHERE seq = 1",
        "INSERT INTO events SELECT subject, seq + 1, kind, rev, who, created - 1, bytes FROM events WHERE seq = 2",
        "INSERT INTO events SELECT subject, seq, kind, rev, who, created, bytes FROM events WHERE true ON CONFLICT DO UPDATE SET who = 'prn:x'",
        "UPDATE devices SET owner = 'prn:x'",
        "UPDATE devices SET owner = ''",
        "DELETE FROM devices",
        "INSERT OR REPLACE INTO devices SELECT id, 'prn:x', nick, secret, challenge, public, created, modified, hidden FROM devices",
        "INSERT OR REPLACE INTO devices SELECT 'x', owner, nick, secret, challenge, public, created, modified, hidden FROM devices",
        "INSERT OR REPLACE INTO devices (rowid, id, owner, nick, secret, challenge, public, created, modified) SELECT rowid, 'x', 'prn:x', nick, secret, challenge, public, created, modified FROM devices",
        "UPDATE OR REPLACE devices SET nick = 'facts' WHERE nick = 'other'",
        "UPDATE OR REPLACE devices SET rowid = (SELECT rowid FROM devices WHERE nick = 'facts') WHERE nick = 'other'",
        "UPDATE devices SET id = 'x' WHERE nick = 'other'",
        "UPDATE devices SET hidden = 0 WHERE hidden = 1",
        "DELETE FROM objects",
        "UPDATE OR REPLACE objects SET id = 'x'",
        "UPDATE objects SET owner = 'prn:x'",
        "UPDATE log_lines SET bytes = x'7b7d'",
        "UPDATE log_lines SET owner = 'prn:x'",
        "UPDATE OR REPLACE log_lines SET seq = 0 WHERE seq = 1",
        "DELETE FROM log_lines",
        "DELETE FROM log_lines WHERE seq = 1",
        "INSERT OR REPLACE INTO log_lines SELECT device, seq, owner, created, rev, plat, src, lvl, x'7b7d' FROM log_lines",
        "INSERT INTO log_lines SELECT device, 7, owner, created, rev, plat, src, lvl, bytes FROM log_lines WHERE seq = 1",
        "INSERT INTO log_lines SELECT * FROM log_lines WHERE true ON CONFLICT DO UPDATE SET owner = 'prn:x'",
        "UPDATE ownerships SET device = 'x'",
        "UPDATE OR REPLACE ownerships SET certificate = 'one' WHERE certificate = 'two'",
        "DELETE FROM ownerships WHERE certificate = 'one'",
        "INSERT OR REPLACE INTO ownerships SELECT 'one', 'key', id, 0 FROM devices WHERE nick = 'other'",
        "INSERT INTO ownerships SELECT 'three', 'key', id, 0 FROM devices WHERE nick = 'other'",
        "INSERT INTO ownerships SELECT * FROM ownerships WHERE true ON CONFLICT DO UPDATE SET device = 'x'",
        "UPDATE audit SET bytes = x'7b7d'",
        "UPDATE audit SET account = ''",
        "UPDATE OR REPLACE audit SET n = 0 WHERE n = 1",
        "UPDATE OR REPLACE audit SET seq = 0 WHERE n = 1",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE n = (SELECT max(n) FROM audit)",
        "INSERT OR REPLACE INTO audit SELECT n, account, seq, created, 'prn:x', action, subject, outcome, address, bytes FROM audit",
        "INSERT OR REPLACE INTO audit SELECT n + 1, account, seq, created, 'prn:x', action, subject, outcome, address, bytes FROM audit WHERE n = (SELECT max(n) FROM audit)",
        "INSERT OR REPLACE INTO audit SELECT n, account, seq + 1, created, 'prn:x', action, subject, outcome, address, bytes FROM audit WHERE n = (SELECT max(n) FROM audit)",
        "INSERT INTO audit SELECT n + 7, account, seq + 1, created, who, action, subject, outcome, address, bytes FROM audit WHERE n = (SELECT max(n) FROM audit)",
        "INSERT INTO audit SELECT n + 1, account, seq + 7, created, who, action, subject, outcome, address, bytes FROM audit WHERE n = (SELECT max(n) FROM audit)",
        "INSERT INTO audit SELECT n + 1, 'prn:x', 1, created, who, action, subject, outcome, address, bytes FROM audit WHERE n = (SELECT max(n) FROM audit)",
        "INSERT INTO audit SELECT n + 1, 'prn:x', 0, created - 1, who, action, subject, outcome, address, bytes FROM audit WHERE n = (SELECT max(n) FROM audit)",
        "INSERT INTO audit SELECT * FROM audit WHERE true ON CONFLICT DO UPDATE SET who = 'prn:x'"
      })
  void refusesToChangeAFactFromOutside(String sql) throws SQLException {
    String before = facts();
    try (Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = foreign.createStatement()) {
      assertThatThrownBy(() -> statement.executeUpdate(sql))
          .isInstanceOf(SQLException.class)
          .hasMessageMatching(
              "(?s).*an? (trail|state|step|signature policy|event|device|object|log line|audit record|ownership)"
                  + " (is a fact: it cannot be|can only be added|keeps its owner|cannot be).*");
    }
    assertThat(facts()).isEqualTo(before);
  }

  private String facts() {
    return hub.get("/trails/" + device.id() + "/steps/1", alice).text()
        + hub.get(policy() + "/history", alice).text()
        + hub.get("/firmtrail/v1/devices/" + device.id() + "/events", alice).text()
        + hub.get("/devices/", alice).text()
        + hub.get("/objects/", alice).text()
        + hub.get("/logs/", alice).text()
        + hub.get("/firmtrail/v1/account/audit", alice).text();
  }

  @Test
  void givesEachOfManyPostsAtOnceItsOwnNumber() throws ExecutionException, InterruptedException {
    DeviceLogin busy = hub.deviceWithTrail(alice, "busy");
    List<Callable<Long>> posts = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      String value = "value " + i;
      posts.add(() -> {
        Reply posted =
            hub.post(
                "/trails/" + busy.id() + "/steps",
                alice,
                TestHub.step(-1, TestHub.state("a.json", value)));
        assertThat(posted.status()).isEqualTo(200);
        assertThat(posted.text()).contains(value);
        return posted.json().integer("rev").orElseThrow();
      });
    }
    List<Long> numbers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      for (Future<Long> number : threads.invokeAll(posts)) {
        numbers.add(number.get());
      }
    }
    assertThat(numbers)
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 64).boxed().toList());
    assertThat(hub.get("/alice/busy", alice).json().integer("rev")).contains(64L);
  }

  @Test
  void storesAStateOnceHoweverOftenItIsPosted() throws SQLException {
    DeviceLogin again = hub.deviceWithTrail(alice, "again");
    for (int i = 0; i < 3; i++) {
      hub.post(
          "/trails/" + again.id() + "/steps",
          alice,
          TestHub.step(-1, TestHub.state("same.json", "same")));
    }
    try (Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = foreign.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT count(*) FROM states WHERE bytes LIKE '%same.json%'")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getInt(1)).isEqualTo(1);
    }
  }

  @Test
  void givesOutNoStateThatSomebodyForgedBehindTheTriggers(@TempDir Path data)
      throws IOException, SQLException {
    try (TestHub other = TestHub.start(data.resolve("hub"))) {
      String token = other.account("bob");
      DeviceLogin forged = other.deviceWithTrail(token, "forged");
      try (Connection foreign =
              DriverManager.getConnection("jdbc:sqlite:" + data.resolve("hub/hub.db"));
          Statement statement = foreign.createStatement()) {
        statement.executeUpdate("DROP TRIGGER states_never_change");
        statement.executeUpdate("UPDATE states SET bytes = CAST('{}' AS BLOB)");
      }
      assertThat(other.get("/trails/" + forged.id() + "/steps/0/state", token).status())
          .isEqualTo(500);
    }
  }
}
