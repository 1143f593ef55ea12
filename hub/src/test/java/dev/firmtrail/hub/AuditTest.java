package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit log: what is in it, for whom, that it is whole, and that nobody can fill it. */
class AuditTest {
  private static final String AUDIT = "/firmtrail/v1/account/audit";

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private TestHub hub;
  private Path database;
  private String alice;

  @BeforeEach
  void start(@TempDir Path data) throws IOException {
    hub = TestHub.start(data.resolve("hub"), now::get);
    database = data.resolve("hub/hub.db");
    alice = hub.account("alice");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  private List<JsonObject> records(String token, long from) {
    Reply reply = hub.get(AUDIT + "?from=" + from, token);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    List<JsonObject> records = new ArrayList<>();
    for (Json item : ((JsonArray) reply.anyJson()).items()) {
      records.add((JsonObject) item);
    }
    return records;
  }

  /** Action, outcome and body of each. */
  private List<String> told(String token, long from) {
    return records(token, from).stream()
        .map(record ->
            "%s %s %s"
                .formatted(
                    record.string("action").orElseThrow(),
                    record.string("outcome").orElseThrow(),
                    JsonWriter.CANONICAL.text(record.object("body").orElseThrow())))
        .toList();
  }

  private String prn(String token) {
    return hub.get("/auth/auth_status", token).string("prn");
  }

  private Reply call(String method, String path, String token, String body) {
    return hub.call(
        method,
        path,
        Optional.of(token),
        Optional.of(body).filter(text -> !text.isEmpty()),
        Map.of());
  }

  /** A device that registered itself, claimed. */
  private DeviceLogin claimed(String token) {
    Reply waiting = hub.postOpen("/devices/", JsonObject.builder().put("nick", "box").build());
    Reply claimed =
        call(
            "PUT",
            "/devices/" + waiting.string("id") + "?challenge=" + waiting.string("challenge"),
            token,
            "");
    assertThat(claimed.status()).isEqualTo(200);
    String prn = waiting.string("prn");
    return new DeviceLogin(waiting.string("id"), prn, hub.login(prn, waiting.string("secret")));
  }

  /** All that an owner can do to a device and its trail, once; gives what it was answered. */
  private List<Integer> everything(DeviceLogin device) {
    List<Integer> statuses = new ArrayList<>();
    String path = "/devices/" + device.id();
    String policy = "/firmtrail/v1" + path + "/signature-policy";
    statuses.add(call("PATCH", path, alice, "{\"nick\":\"renamed\"}").status());
    statuses.add(call("PUT", path + "/public", alice, "").status());
    statuses.add(call("DELETE", path + "/public", alice, "").status());
    statuses.add(call("PUT", policy, alice, "{\"mode\":\"accept\"}").status());
    statuses.add(
        call("PUT", "/firmtrail/v1/account/signature-policy", alice, "{\"mode\":\"accept\"}")
            .status());
    statuses.add(hub.decide("cancel", device, 1, alice).status());
    statuses.add(hub.decide("wontgo", device, 2, alice).status());
    return statuses;
  }

  private DeviceLogin withSteps() {
    DeviceLogin device = claimed(alice);
    hub.post("/trails/", device.token(), TestHub.state("a.json", "0"));
    hub.postStep(device, alice, "1");
    hub.postStep(device, alice, "2");
    hub.report(device, 2, "{\"status\":\"INPROGRESS\"}");
    return device;
  }

  @Test
  void tellsAnAccountWhatWasDoneToItAndItsDevicesInOrder() {
    DeviceLogin device = withSteps();
    assertThat(everything(device)).containsOnly(200);
    assertThat(hub.tryLogin("alice", "wrong").status()).isEqualTo(401);
    assertThat(call("PUT", "/devices/box/public", device.token(), "").status()).isEqualTo(403);
    assertThat(told(alice, 0))
        .containsExactly(
            "account-made done {\"nick\":\"alice\"}",
            "login done {}",
            "claimed done {\"nick\":\"box\",\"nick-before\":\"box\"}",
            "login done {}",
            "renamed done {\"nick\":\"renamed\",\"nick-before\":\"box\"}",
            "published done {}",
            "withdrawn done {}",
            "policy-set done {\"mode\":\"accept\",\"seq\":0}",
            "policy-set done {\"mode\":\"accept\",\"seq\":0}",
            "cancel done {\"rev\":1}",
            "wontgo done {\"rev\":2}",
            "login refused {}",
            "write refused {\"call\":\"PUT /devices/{id}/public\"}");
    List<JsonObject> records = records(alice, 0);
    String me = prn(alice);
    for (int i = 0; i < records.size(); i++) {
      JsonObject record = records.get(i);
      assertThat(record.members().sequencedKeySet())
          .containsExactly(
              "account", "action", "address", "body", "created", "outcome", "seq", "subject",
              "who");
      assertThat(record.integer("seq")).contains((long) i);
      assertThat(record.string("account")).contains(me);
      assertThat(record.string("address")).contains("127.0.0.1");
      assertThat(record.string("subject"))
          .contains(List.of(0, 1, 8, 11).contains(i) ? me : device.prn());
      String who = i == 3 || i == 12 ? device.prn() : me;
      assertThat(record.string("who")).contains(i == 11 ? "prn:pantahub.com:auth:/anon" : who);
    }
  }

  /** What opens something is recorded without what opens it. */
  @Test
  void tellsOfTokensWithoutShowingThem() {
    Reply join = call("POST", "/devices/tokens", alice, "{\"nick\":\"line\"}");
    Reply personal =
        call("POST", "/tokens/", alice, "{\"name\":\"ci\",\"scopes\":[\"devices.readonly\"]}");
    for (int i = 0; i < 2; i++) {
      call("DELETE", "/devices/tokens/" + join.string("id"), alice, "");
      call("DELETE", "/tokens/" + personal.string("id"), alice, "");
    }
    List<String> told = told(alice, 2);
    assertThat(told)
        .containsExactly(
            "join-token-made done {\"nick\":\"line\"}",
            "personal-token-made done {\"expires\":\"%s\",\"name\":\"ci\",\"scopes\":[\"prn:pantahub.com:apis:/base/devices.readonly\"]}"
                .formatted(personal.string("expire-at")),
            "join-token-disabled done {\"nick\":\"line\"}",
            "personal-token-deleted done {\"name\":\"ci\"}",
            "write refused {\"call\":\"DELETE /tokens/{id}\"}");
    assertThat(records(alice, 2))
        .extracting(record -> record.string("subject").orElseThrow())
        .startsWith(join.string("prn"), personal.string("prn"));
    assertThat(hub.get(AUDIT, alice).text())
        .doesNotContain(join.string("token"), personal.string("secret"));
  }

  @Test
  void tellsNobodyOfOthers() {
    String bob = hub.account("bob");
    withSteps();
    hub.tryLogin("nobody", "wrong");
    assertThat(told(bob, 0))
        .containsExactly("account-made done {\"nick\":\"bob\"}", "login done {}");
    assertThat(records(bob, 0))
        .extracting(record -> record.integer("seq").orElseThrow())
        .containsExactly(0L, 1L);
    assertThat(records(bob, 2)).isEmpty();
  }

  @Test
  void holdsNoSecretAndSaysInColumnsWhatItsBytesSay() throws SQLException, JsonException {
    Reply waiting = hub.postOpen("/devices/", JsonObject.EMPTY);
    String challenge = waiting.string("challenge");
    hub.login(waiting.string("prn"), waiting.string("secret"));
    hub.tryLogin("my-password-typed-as-a-name", "another");
    call("PUT", "/devices/" + waiting.string("id") + "?challenge=wrong-guess", alice, "");
    call("PUT", "/devices/" + waiting.string("id") + "?challenge=" + challenge, alice, "");
    now.updateAndGet(instant -> instant.minusSeconds(100));
    String bob = hub.account("bob");
    everything(withSteps());
    Map<String, Long> next = new HashMap<>();
    long n = 0;
    long latest = Long.MIN_VALUE;
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM audit ORDER BY n")) {
      while (row.next()) {
        byte[] bytes = row.getBytes("bytes");
        JsonObject record = JsonReader.readObject(bytes);
        assertThat(JsonWriter.CANONICAL.bytes(record)).isEqualTo(bytes);
        assertThat(row.getLong("n")).isEqualTo(n++);
        assertThat(row.getLong("created")).isGreaterThanOrEqualTo(latest);
        latest = row.getLong("created");
        String account = row.getString("account");
        long seq = next.merge(account, 1L, Long::sum) - 1;
        assertThat(record)
            .isEqualTo(
                JsonObject.builder()
                    .put("account", account)
                    .put("action", row.getString("action"))
                    .put("address", row.getString("address"))
                    .put("body", record.object("body").orElseThrow())
                    .put("created", Instant.EPOCH.plus(latest, ChronoUnit.MICROS).toString())
                    .put("outcome", row.getString("outcome"))
                    .put("seq", seq)
                    .put("subject", row.getString("subject"))
                    .put("who", row.getString("who"))
                    .build());
        assertThat(new String(bytes, StandardCharsets.UTF_8))
            .doesNotContain(challenge)
            .doesNotContain("wrong-guess")
            .doesNotContain(waiting.string("secret"))
            .doesNotContain("my-password")
            .doesNotContain(TestHub.PASSWORD)
            .doesNotContain(bob)
            .doesNotContain("?");
      }
    }
    assertThat(next.keySet()).contains("", prn(alice), prn(bob));
    assertThat(n).isGreaterThan(15);
  }

  @Test
  void countsGuessesButWritesFewOfThem() {
    pass(Duration.ofHours(1));
    for (int hour = 0; hour < 3; hour++) {
      for (int i = 0; i < 25; i++) {
        assertThat(hub.tryLogin("alice", "wrong").status()).isEqualTo(i < 20 ? 401 : 429);
      }
      pass(Duration.ofHours(1));
    }
    hub.login("alice", TestHub.PASSWORD);
    hub.tryLogin("alice", "wrong");
    String again = hub.login("alice", TestHub.PASSWORD);
    assertThat(told(again, 2))
        .containsExactly(
            "login refused {}",
            "login throttled {}",
            "login refused {\"unwritten\":19}",
            "login throttled {\"unwritten\":4}",
            "login refused {\"unwritten\":19}",
            "login throttled {\"unwritten\":4}",
            "login done {\"refused-before\":23}",
            "login refused {}",
            "login done {}");
  }

  private long count(String where) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM audit WHERE " + where)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void countsAllNamesThatNobodyHasAsOne() throws SQLException {
    for (int i = 0; i < 30; i++) {
      hub.tryLogin("nobody" + i, "wrong");
      hub.tryLogin("prn:::devices:/0123456789abcdef012345" + (10 + i), "wrong");
    }
    assertThat(count("account = ''")).isEqualTo(1);
    assertThat(count("account = '' AND subject = 'prn:pantahub.com:auth:/anon'")).isEqualTo(1);
  }

  @Test
  void writesALoginOfADeviceOnceADay() {
    Reply made = hub.post("/devices/", alice, JsonObject.EMPTY);
    for (int hour = 0; hour < 25; hour++) {
      hub.login(made.string("prn"), made.string("secret"));
      pass(Duration.ofHours(1));
    }
    String again = hub.login("alice", TestHub.PASSWORD);
    assertThat(told(again, 2))
        .containsExactly("login done {}", "login done {\"unwritten\":23}", "login done {}");
  }

  @Test
  void tellsAnAccountWhatItWasRefusedToChangeOnceAnHour() {
    String bob = hub.account("bob");
    DeviceLogin device = withSteps();
    long before = records(alice, 0).size();
    String narrow =
        hub.postOpen(
                "/auth/login",
                JsonObject.builder()
                    .put("username", "bob")
                    .put("password", TestHub.PASSWORD)
                    .put("scope", "trails")
                    .build())
            .string("token");
    for (int i = 0; i < 3; i++) {
      call("PUT", "/devices/" + device.id() + "/public", bob, "");
      call("GET", "/devices/" + device.id(), bob, "");
      call("PATCH", "/devices/" + device.id(), alice, "{\"nick\":\"a/b\"}");
      call("PUT", "/devices/" + device.id() + "/public", hub.anonymous(), "");
      call("PATCH", "/devices/" + device.id(), narrow, "{\"nick\":\"mine\"}");
    }
    assertThat(told(bob, 2))
        .containsExactly(
            "write refused {\"call\":\"PUT /devices/{id}/public\"}",
            "write refused {\"call\":\"PATCH /devices/{id}\"}");
    assertThat(records(alice, 0)).hasSize((int) before);
  }

  /** All that the calls of {@link #everything} change. */
  private String facts() throws SQLException {
    StringBuilder facts = new StringBuilder();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      for (String table :
          List.of(
              "accounts", "devices", "events", "signature_policies", "step_standing", "audit")) {
        try (ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
          while (row.next()) {
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
              facts.append(row.getString(i)).append('\t');
            }
            facts.append('\n');
          }
        }
      }
    }
    return facts.toString();
  }

  @Test
  void doesNothingThatCannotBeRecorded() throws SQLException {
    DeviceLogin device = withSteps();
    Reply waiting = hub.postOpen("/devices/", JsonObject.EMPTY);
    String before = facts();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TRIGGER no_more BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no'); END");
    }
    // What was not published need not be withdrawn.
    assertThat(everything(device)).containsExactly(500, 500, 200, 500, 500, 500, 500);
    assertThat(
            call(
                    "PUT",
                    "/devices/"
                        + waiting.string("id")
                        + "?challenge="
                        + waiting.string("challenge"),
                    alice,
                    "")
                .status())
        .isEqualTo(500);
    assertThat(
            hub.postOpen(
                    "/auth/accounts",
                    JsonObject.builder()
                        .put("email", "bob@example.org")
                        .put("nick", "bob")
                        .put("password", TestHub.PASSWORD)
                        .build())
                .status())
        .isEqualTo(500);
    assertThat(facts()).isEqualTo(before);
  }

  @Test
  void listsAHundredAtATime() {
    DeviceLogin device = hub.device(alice, "box");
    long seen = records(alice, 0).size();
    for (int i = 0; i < 250; i++) {
      call("PATCH", "/devices/" + device.id(), alice, "{\"nick\":\"nick" + i + "\"}");
    }
    List<JsonObject> all = new ArrayList<>();
    List<JsonObject> page = records(alice, 0);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(100);
      all.addAll(page);
      page = records(alice, all.size());
    }
    assertThat(all).hasSize((int) seen + 250);
    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i).integer("seq")).contains((long) i);
    }
    assertThat(records(alice, 120)).hasSize(100);
  }
}
