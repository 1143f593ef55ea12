package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code firmtrail-hub doctor} finds nothing in what a hub leaves, and each damage that is planted.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoctorTest {
  private static final String CONTENT = "bytes of an object";
  private static final ObjectId OBJECT = ObjectId.of(CONTENT.getBytes(StandardCharsets.UTF_8));

  /** A hub's data with something in each table, never touched. */
  private Path whole;

  private Path directory;
  private int copies;

  @BeforeAll
  void live(@TempDir Path temporary) throws IOException {
    directory = temporary;
    whole = directory.resolve("whole");
    try (TestHub hub = TestHub.start(whole)) {
      live(hub);
    }
  }

  private static void live(TestHub hub) {
    String alice = hub.account("alice");
    hub.object(alice, CONTENT, "kernel");
    DeviceLogin device = hub.deviceWithTrail(alice, "box");
    hub.deviceWithTrail(alice, "second");
    for (String value : List.of("one", "two")) {
      JsonObject state =
          JsonObject.builder()
              .put("#spec", TestHub.SPEC)
              .put("a.json", value)
              .put("bsp/kernel", OBJECT.hex())
              .build();
      hub.post("/trails/" + device.id() + "/steps", alice, TestHub.step(-1, state));
      hub.post("/logs/", device.token(), JsonObject.builder().put("msg", value).build());
    }
    for (String report :
        List.of(
            "{\"status\":\"QUEUED\",\"data\":1.0}",
            "{\"status\":\"INPROGRESS\",\"progress\":40,\"retries\":1e2}",
            "{\"status\":\"DONE\",\"progress\":100}",
            "{\"status\":\"ERROR\"}")) {
      assertThat(hub.report(device, 1, report).status()).isEqualTo(200);
    }
    assertThat(hub.decide("cancel", device, 2, alice).status()).isEqualTo(200);
    String path = "/devices/" + device.id();
    for (String meta : List.of("{\"a\":1.5,\"b\":{}}", "{\"a\":1.5}")) {
      for (String kind : List.of("user", "device")) {
        String who = kind.equals("user") ? alice : device.token();
        assertThat(
                hub.call(
                        "PUT",
                        path + "/" + kind + "-meta",
                        Optional.of(who),
                        Optional.of(meta),
                        Map.of())
                    .status())
            .isEqualTo(200);
      }
    }
    for (String mode : List.of("accept", "inherit")) {
      hub.put(
          "/firmtrail/v1/devices/" + device.id() + "/signature-policy",
          alice,
          JsonObject.builder().put("mode", mode).build());
    }
  }

  /** The names of the checks that found something; with the exit code that goes with it. */
  static List<String> ill(Path data, String... more) {
    List<String> arguments = new ArrayList<>(List.of("doctor", "--data", data.toString()));
    arguments.addAll(List.of(more));
    arguments.add("--json");
    HubRun run = HubRun.of(arguments.toArray(String[]::new));
    JsonObject said = (JsonObject) run.json();
    List<String> ill =
        checks(said)
            .filter(check -> check.integer("count").orElseThrow() > 0)
            .map(DoctorTest::name)
            .toList();
    assertThat(run.code()).isEqualTo(ill.isEmpty() ? 0 : 3);
    return ill;
  }

  private static Stream<JsonObject> checks(JsonObject said) {
    return ((JsonArray) said.get("checks").orElseThrow())
        .items().stream().map(JsonObject.class::cast);
  }

  private static String name(JsonObject check) {
    return check.string("check").orElseThrow();
  }

  private Path copy() throws IOException {
    Path copy = directory.resolve("copy-" + copies++);
    try (Stream<Path> files = Files.walk(whole)) {
      for (Path file : files.toList()) {
        Path target = copy.resolve(whole.relativize(file).toString());
        Files.copy(file, target);
        Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(file));
      }
    }
    return copy;
  }

  /** Does to the database what its triggers would refuse, and leaves it with all its triggers. */
  static void plant(Path data, String statement) throws SQLException {
    try (Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("hub.db"));
        Statement sql = database.createStatement()) {
      List<String> triggers = new ArrayList<>();
      List<String> names = new ArrayList<>();
      try (ResultSet rows =
          sql.executeQuery("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")) {
        while (rows.next()) {
          names.add(rows.getString(1));
          triggers.add(rows.getString(2));
        }
      }
      for (String name : names) {
        sql.executeUpdate("DROP TRIGGER " + name);
      }
      assertThat(sql.executeUpdate(statement)).as(statement).isPositive();
      for (String trigger : triggers) {
        sql.executeUpdate(trigger);
      }
    }
  }

  @Test
  void findsNothingInWhatAHubLeaves() {
    assertThat(ill(whole)).isEmpty();
    assertThat(ill(whole, "--deep")).isEmpty();
  }

  @Test
  void looksBesideAHubThatServesAndChangesNothing() throws IOException {
    Path data = directory.resolve("serving");
    try (TestHub hub = TestHub.start(data)) {
      assertThat(ill(data)).isEmpty();
      live(hub);
      assertThat(ill(data, "--deep")).isEmpty();
      assertThat(hub.tryLogin("alice", TestHub.PASSWORD).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          database, usage    | DELETE FROM devices WHERE nick = 'second'
          states             | UPDATE states SET bytes = CAST(replace(CAST(bytes AS TEXT), 'two', 'too') AS BLOB) WHERE bytes LIKE '%two%'
          events             | UPDATE events SET kind = 'published' WHERE kind = 'begun'
          events             | UPDATE events SET who = 'prn:x' WHERE kind = 'posted'
          events             | UPDATE events SET created = created + 1 WHERE kind = 'cancel'
          events             | UPDATE events SET created = 5 WHERE kind = 'posted' AND rev = 2
          events             | UPDATE events SET bytes = CAST(replace(CAST(bytes AS TEXT), '}', '} ') AS BLOB) WHERE seq = 0
          events             | UPDATE events SET seq = seq + 100 WHERE kind = 'cancel'
          standing           | UPDATE step_standing SET status = 'ERROR' WHERE status = 'DONE' AND rev = 1
          standing           | UPDATE step_standing SET pending = 1 - pending WHERE rev = 2
          standing           | UPDATE step_standing SET by_owner = 0 WHERE rev = 2
          standing           | UPDATE step_standing SET decided_by = 1 WHERE rev = 1
          standing           | UPDATE step_standing SET reported = reported + 1 WHERE rev = 1
          standing           | UPDATE step_standing SET progress = replace(progress, '100', '99') WHERE rev = 1
          standing           | DELETE FROM step_standing WHERE rev = 2
          metadata           | UPDATE metas SET value = '{"a":1.51}' WHERE kind = 'user'
          metadata           | UPDATE metas SET seq = seq + 1 WHERE kind = 'device'
          metadata           | UPDATE metas SET value = '{' WHERE kind = 'device'
          metadata           | DELETE FROM metas WHERE kind = 'user'
          ownership          | INSERT INTO ownerships SELECT 'a', 'b', id, 0 FROM devices WHERE nick = 'box'
          audit              | UPDATE audit SET action = 'login' WHERE action = 'cancel'
          audit              | UPDATE audit SET address = '192.0.2.1' WHERE n = 0
          audit              | UPDATE audit SET created = created + 1 WHERE n = 1
          audit              | UPDATE audit SET bytes = CAST(replace(CAST(bytes AS TEXT), '}', '} ') AS BLOB) WHERE n = 2
          audit              | DELETE FROM audit WHERE n = 1
          audit              | UPDATE audit SET n = n + 7 WHERE n = (SELECT max(n) FROM audit)
          log lines          | UPDATE log_lines SET rev = '7' WHERE seq = 1
          log lines          | UPDATE log_lines SET created = created + 1
          log lines          | UPDATE log_lines SET bytes = CAST(replace(CAST(bytes AS TEXT), '}', '} ') AS BLOB)
          log lines          | UPDATE log_lines SET bytes = x'7b7d' WHERE seq = 0
          log lines          | DELETE FROM log_lines WHERE seq = 0
          signature policies | UPDATE signature_policies SET policy = x'7b7d' WHERE seq = 1
          signature policies | DELETE FROM signature_policies WHERE seq = 0
          steps              | UPDATE steps SET state = (SELECT state FROM steps WHERE rev = 1) WHERE rev = 2
          steps, usage       | UPDATE objects SET present = 0
          objects, usage     | UPDATE objects SET size = size + 1
          usage              | UPDATE usage SET devices = devices + 1
          usage              | UPDATE usage SET objects = 0 WHERE objects > 0
          usage              | UPDATE usage SET bytes = bytes - 1 WHERE bytes > 0
          usage              | DELETE FROM usage
          usage              | INSERT INTO usage (account, devices) VALUES ('', 1)
          """)
  void findsWhatWasDoneToTheDatabase(String checks, String statement) throws Exception {
    Path data = copy();
    plant(data, statement);
    assertThat(ill(data)).containsExactly(checks.split(", "));
  }

  @Test
  void findsWhatIsMissingBetweenSteps() throws Exception {
    Path data = copy();
    plant(data, "DELETE FROM steps WHERE rev = 1");
    assertThat(ill(data)).contains("database", "steps");
    Path second = copy();
    plant(second, "DELETE FROM steps WHERE trail = (SELECT id FROM devices WHERE nick = 'second')");
    assertThat(ill(second)).contains("steps");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP TRIGGER steps_never_change",
        "DROP INDEX events_of_step",
        "CREATE TRIGGER back_door AFTER INSERT ON accounts BEGIN SELECT 1; END",
        "ALTER TABLE devices ADD COLUMN more TEXT"
      })
  void findsATriggerThatIsGoneOrNew(String statement) throws Exception {
    Path data = copy();
    try (Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("hub.db"));
        Statement sql = database.createStatement()) {
      sql.executeUpdate(statement);
    }
    assertThat(ill(data)).contains("schema");
  }

  @Test
  void findsObjectsThatAreGoneCutOrOthers() throws Exception {
    Path data = copy();
    Path object = data.resolve("objects").resolve(OBJECT.hex());
    byte[] other = Files.readAllBytes(object);
    other[0]++;
    Files.write(object, other);
    assertThat(ill(data)).as("only who reads it can tell").isEmpty();
    assertThat(ill(data, "--deep")).containsExactly("objects");
    Files.writeString(object, "cut");
    assertThat(ill(data)).containsExactly("objects");
    Files.delete(object);
    assertThat(ill(data)).containsExactly("objects");
    Files.delete(data.resolve("objects"));
    assertThat(ill(data)).containsExactly("objects");
    assertThat(data.resolve("objects")).doesNotExist();
  }

  @Test
  void findsKeysThatAreOpenMissingOrBroken() throws Exception {
    for (String name : HubKeys.FILES) {
      Path data = copy();
      Path key = data.resolve(name);
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
      assertThat(ill(data)).containsExactly("keys");
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
      assertThat(ill(data)).isEmpty();
      Files.write(key, new byte[] {1, 2, 3});
      assertThat(ill(data)).containsExactly("keys");
      Files.delete(key);
      assertThat(ill(data)).containsExactly("keys");
      assertThat(key).doesNotExist();
    }
    Path open = copy();
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-x---"));
    assertThat(ill(open)).containsExactly("keys");
  }

  @Test
  void goesOnWhereAPageOfTheDatabaseIsRubbish() throws Exception {
    Path data = copy();
    Path file = data.resolve("hub.db");
    byte[] bytes = Files.readAllBytes(file);
    for (int i = bytes.length / 3; i < bytes.length / 3 + 20_000; i++) {
      bytes[i] = (byte) 0xee;
    }
    Files.write(file, bytes);
    assertThat(ill(data)).contains("database");
  }

  @Test
  void saysForPeopleWhereWhatAndWhatToDo() throws Exception {
    Path data = copy();
    plant(data, "UPDATE step_standing SET status = char(27) || '[31mDONE' WHERE rev = 2");
    HubRun run = HubRun.of("doctor", "--data", data.toString());
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out())
        .contains("states              good")
        .contains("standing            1 findings", "step 2 of ", "does not follow from its events")
        .contains("restore a backup")
        .doesNotContain("\u001b");
  }

  @Test
  void refusesWhatIsNoHubOrOfAnotherVersion() throws Exception {
    HubRun nothing = HubRun.of("doctor", "--data", directory.resolve("nothing").toString());
    assertThat(nothing.code()).isEqualTo(1);
    assertThat(nothing.err()).contains("no hub has kept its data in").hasLineCount(1);
    Path data = copy();
    for (int version : List.of(1, 99)) {
      try (Connection database =
              DriverManager.getConnection("jdbc:sqlite:" + data.resolve("hub.db"));
          Statement sql = database.createStatement()) {
        sql.executeUpdate("PRAGMA user_version = " + version);
      }
      HubRun other = HubRun.of("doctor", "--data", data.toString());
      assertThat(other.code()).isEqualTo(1);
      assertThat(other.err()).contains("of version " + version).hasLineCount(1);
    }
  }
}
