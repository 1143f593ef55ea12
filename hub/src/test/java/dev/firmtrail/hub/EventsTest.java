package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happened to a device stays, numbered, in order, and as one reads it. */
class EventsTest {
  private static final int PAGE = 100;

  private static JsonObject nothing() {
    return JsonObject.EMPTY;
  }

  private static List<JsonObject> events(TestHub hub, String device, String token, long from) {
    Reply reply = hub.get("/firmtrail/v1/devices/" + device + "/events?from=" + from, token);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return ((JsonArray) reply.anyJson()).items().stream().map(JsonObject.class::cast).toList();
  }

  private static List<String> kinds(TestHub hub, String device, String token) {
    return events(hub, device, token, 0).stream()
        .map(event -> event.string("kind").orElseThrow())
        .toList();
  }

  private static Reply setPublic(TestHub hub, String method, DeviceLogin device, String token) {
    return hub.call(
        method,
        "/devices/" + device.id() + "/public",
        Optional.of(token),
        Optional.empty(),
        Map.of());
  }

  @Test
  void tellsTheLifeOfADeviceInOrder(@TempDir Path data) throws IOException {
    try (TestHub hub = TestHub.start(data.resolve("hub"))) {
      String alice = hub.account("alice");
      DeviceLogin device = hub.deviceWithTrail(alice, "box");
      setPublic(hub, "PUT", device, alice);
      setPublic(hub, "PUT", device, alice);
      setPublic(hub, "DELETE", device, alice);
      Reply posted =
          hub.post(
              "/trails/" + device.id() + "/steps",
              alice,
              TestHub.step(-1, TestHub.state("a.json", "one")));
      assertThat(kinds(hub, device.id(), alice))
          .containsExactly("registered", "begun", "published", "withdrawn", "posted");
      List<JsonObject> events = events(hub, device.id(), device.token(), 0);
      String owner = hub.get("/auth/", alice).string("prn");
      assertThat(events.get(0))
          .isEqualTo(
              JsonObject.builder()
                  .put(
                      "body", JsonObject.builder().put("how", "account").put("nick", "box").build())
                  .put("created", events.get(0).string("created").orElseThrow())
                  .put("kind", "registered")
                  .put("seq", 0)
                  .put("subject", device.prn())
                  .put("who", owner)
                  .build());
      assertThat(events.get(1).string("who")).contains(device.prn());
      assertThat(events.get(1).integer("rev")).contains(0L);
      assertThat(events.get(2).object("body")).contains(nothing());
      assertThat(events.get(4).string("who")).contains(owner);
      assertThat(events.get(4).integer("rev")).contains(1L);
      assertThat(events.get(4).object("body").orElseThrow().string("state"))
          .contains(posted.string("state-sha"));
    }
  }

  @Test
  void keepsNoEventOfWhatWasRefused(@TempDir Path data) throws IOException {
    try (TestHub hub = TestHub.start(data.resolve("hub"))) {
      String alice = hub.account("alice");
      DeviceLogin device = hub.deviceWithTrail(alice, "box");
      assertThat(
              hub.post(
                      "/trails/" + device.id() + "/steps",
                      alice,
                      TestHub.step(7, TestHub.state("a.json", "one")))
                  .status())
          .isEqualTo(409);
      assertThat(hub.post("/trails/", device.token(), TestHub.state("a.json", "two")).status())
          .isEqualTo(409);
      assertThat(kinds(hub, device.id(), alice)).containsExactly("registered", "begun");
    }
  }

  @Test
  void givesAHundredAtATimeAndEndsWithAnEmptyPage(@TempDir Path data) throws IOException {
    try (TestHub hub = TestHub.start(data.resolve("hub"))) {
      String alice = hub.account("alice");
      DeviceLogin device = hub.device(alice, "box");
      for (int i = 0; i < PAGE / 2; i++) {
        setPublic(hub, "PUT", device, alice);
        setPublic(hub, "DELETE", device, alice);
      }
      List<JsonObject> first = events(hub, device.id(), alice, 0);
      assertThat(first).hasSize(PAGE);
      List<JsonObject> second = events(hub, device.id(), alice, PAGE);
      assertThat(second).hasSize(1);
      assertThat(second.getFirst().integer("seq")).contains((long) PAGE);
      assertThat(events(hub, device.id(), alice, PAGE + 1)).isEmpty();
    }
  }

  @Test
  void showsAPublicDevicesEventsToItsOwnerAlone(@TempDir Path data) throws IOException {
    try (TestHub hub = TestHub.start(data.resolve("hub"))) {
      String alice = hub.account("alice");
      DeviceLogin device = hub.deviceWithTrail(alice, "box");
      setPublic(hub, "PUT", device, alice);
      String path = "/firmtrail/v1/devices/" + device.id() + "/events";
      for (String token : List.of(hub.account("bob"), hub.anonymous())) {
        assertThat(hub.get("/devices/" + device.id(), token).status()).isEqualTo(200);
        assertThat(hub.get(path, token).status()).isEqualTo(403);
      }
    }
  }

  /** A clock that somebody sets, forwards and backwards. */
  private static final class Unsteady {
    private final Random random;
    private Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

    Unsteady(Random random) {
      this.random = random;
    }

    synchronized Instant now() {
      now = now.plusMillis(random.nextInt(-2_000, 2_200));
      return now;
    }
  }

  @Test
  void storesInColumnsWhatTheBytesSayAfterAnyConversation(@TempDir Path data)
      throws IOException, SQLException, JsonException {
    long seed = System.nanoTime();
    Unsteady clock = new Unsteady(new Random(seed));
    try (TestHub hub = TestHub.start(data.resolve("hub"), clock::now)) {
      talk(hub, new Random(seed), 200);
    } catch (AssertionError failed) {
      throw new AssertionError("seed " + seed, failed);
    }
    try (Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("hub/hub.db"));
        Statement statement = database.createStatement()) {
      checkEvents(statement, seed);
      checkSteps(statement, seed);
      checkDevices(statement, seed);
    }
  }

  private static void talk(TestHub hub, Random random, int turns) {
    List<String> owners = List.of(hub.account("alice"), hub.account("bob"));
    List<DeviceLogin> devices = new ArrayList<>();
    Map<DeviceLogin, String> ownerOf = new HashMap<>();
    for (int turn = 0; turn < turns; turn++) {
      if (devices.isEmpty() || random.nextInt(10) == 0) {
        String owner = owners.get(random.nextInt(owners.size()));
        DeviceLogin made = hub.deviceWithTrail(owner, "device" + turn);
        devices.add(made);
        ownerOf.put(made, owner);
      }
      DeviceLogin device = devices.get(random.nextInt(devices.size()));
      String owner = String.valueOf(ownerOf.get(device));
      switch (random.nextInt(9)) {
        case 0 -> setPublic(hub, random.nextBoolean() ? "PUT" : "DELETE", device, owner);
        case 1 ->
            hub.post(
                "/trails/" + device.id() + "/steps",
                random.nextBoolean() ? owner : device.token(),
                TestHub.step(random.nextInt(-1, 3), TestHub.state("a.json", "value " + turn)));
        case 3 ->
            hub.report(
                device,
                random.nextInt(3),
                "{\"status\":\"DONE\",\"data\":[0.5,\"\\ud800\"],\"retries\":" + turn + "}");
        case 4 ->
            hub.decide(
                random.nextBoolean() ? "cancel" : "wontgo", device, random.nextInt(3), owner);
        case 2 -> hub.post("/trails/", device.token(), TestHub.state("a.json", "again"));
        case 5 ->
            claim(
                hub,
                hub.postOpen("/devices/", nothing()),
                random.nextInt(4) == 0 ? "x" : "",
                owners);
        case 7 -> {
          String meta = "{\"k" + random.nextInt(3) + "\":" + turn + "}";
          meta(hub, device, "user-meta", owner, meta);
          meta(hub, device, "device-meta", device.token(), meta);
        }
        case 6 ->
            rename(
                hub, device, owners.get(random.nextInt(owners.size())), "nick" + random.nextInt(5));
        default -> setPublic(hub, "PUT", device, owners.get(random.nextInt(owners.size())));
      }
    }
    DeviceLogin last = devices.getLast();
    String owner = String.valueOf(ownerOf.get(last));
    setPublic(hub, "PUT", last, owner);
    setPublic(hub, "DELETE", last, owner);
    rename(hub, last, owner, "last");
    meta(hub, last, "user-meta", owner, "{\"last\":1}");
    meta(hub, last, "device-meta", last.token(), "{\"last\":1}");
    hub.decide("cancel", last, posted(hub, last, owner), owner);
    long given = posted(hub, last, owner);
    hub.report(last, given, "{\"status\":\"INPROGRESS\"}");
    hub.decide("wontgo", last, given, owner);
    hub.call(
        "POST",
        "/devices/",
        Optional.empty(),
        Optional.empty(),
        Map.of(
            JoinTokenTest.HEADER, hub.post("/devices/tokens", owner, nothing()).string("token")));
    claim(hub, hub.postOpen("/devices/", nothing()), "", owners);
  }

  private static long posted(TestHub hub, DeviceLogin device, String owner) {
    return hub.post(
            "/trails/" + device.id() + "/steps",
            owner,
            TestHub.step(-1, TestHub.state("a.json", "z")))
        .json()
        .integer("rev")
        .orElseThrow();
  }

  private static void rename(TestHub hub, DeviceLogin device, String token, String nick) {
    hub.call(
        "PATCH",
        "/devices/" + device.id(),
        Optional.of(token),
        Optional.of("{\"nick\":\"" + nick + "\"}"),
        Map.of());
  }

  private static void meta(
      TestHub hub, DeviceLogin device, String kind, String token, String patch) {
    hub.call(
        "PATCH",
        "/devices/" + device.id() + "/" + kind,
        Optional.of(token),
        Optional.of(patch),
        Map.of());
  }

  /** By all of them, one after the other, with the challenge and what is put behind it. */
  private static void claim(TestHub hub, Reply device, String behind, List<String> owners) {
    String challenge = device.string("challenge") + behind;
    for (String owner : owners) {
      hub.call(
          "PUT",
          "/devices/" + device.string("id") + "?challenge=" + challenge,
          Optional.of(owner),
          Optional.empty(),
          Map.of());
    }
  }

  private static void checkEvents(Statement statement, long seed)
      throws SQLException, JsonException {
    Map<String, Long> newest = new HashMap<>();
    Map<String, Long> latest = new HashMap<>();
    try (ResultSet row = statement.executeQuery("SELECT * FROM events ORDER BY subject, seq")) {
      while (row.next()) {
        byte[] bytes = row.getBytes("bytes");
        JsonObject event = JsonReader.readObject(bytes);
        assertThat(JsonWriter.CANONICAL.bytes(event)).as("seed %d", seed).isEqualTo(bytes);
        JsonObject.Builder columns =
            JsonObject.builder()
                .put("body", event.object("body").orElseThrow())
                .put("created", created(row.getLong("created")))
                .put("kind", row.getString("kind"))
                .put("seq", row.getLong("seq"))
                .put("subject", row.getString("subject"))
                .put("who", row.getString("who"));
        long rev = row.getLong("rev");
        if (!row.wasNull()) {
          columns.put("rev", rev);
        }
        assertThat(event).as("seed %d", seed).isEqualTo(columns.build());
        String subject = row.getString("subject");
        long seq = row.getLong("seq");
        assertThat(seq).isEqualTo(newest.getOrDefault(subject, -1L) + 1);
        assertThat(row.getLong("created"))
            .as("seed %d: time goes back", seed)
            .isGreaterThanOrEqualTo(latest.getOrDefault(subject, Long.MIN_VALUE));
        newest.put(subject, seq);
        latest.put(subject, row.getLong("created"));
      }
    }
    assertThat(newest).isNotEmpty();
    assertThat(newest.values()).anyMatch(seq -> seq > 4);
  }

  private static String created(long micros) {
    return Instant.EPOCH
        .plus(micros, ChronoUnit.MICROS)
        .toString()
        .replaceFirst("(\\.[0-9]*?)0+Z$", "$1Z");
  }

  /** What a device is now, from its events alone. */
  private static void checkDevices(Statement statement, long seed) throws SQLException {
    String folded =
        "SELECT d.id || coalesce((SELECT e.who FROM events e WHERE e.subject = p AND (e.kind = 'claimed'"
            + " OR (e.kind = 'registered' AND e.who <> p))), '')"
            + " || (SELECT json_extract(CAST(e.bytes AS TEXT), '$.body.nick') FROM events e"
            + " WHERE e.subject = p AND e.kind IN ('registered', 'claimed', 'renamed')"
            + " ORDER BY seq DESC LIMIT 1)"
            + " || coalesce((SELECT e.kind = 'published' FROM events e"
            + " WHERE e.subject = p AND e.kind IN ('published', 'withdrawn')"
            + " ORDER BY seq DESC LIMIT 1), 0)"
            + " FROM (SELECT id, 'prn:::devices:/' || id AS p FROM devices) d";
    List<String> fromEvents = texts(statement, folded);
    assertThat(fromEvents)
        .as("seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(
            texts(statement, "SELECT id || owner || nick || public FROM devices"));
    assertThat(texts(statement, "SELECT DISTINCT kind FROM events"))
        .containsExactlyInAnyOrder(
            "registered",
            "claimed",
            "renamed",
            "published",
            "withdrawn",
            "begun",
            "posted",
            "progress",
            "cancel",
            "wontgo",
            "user-meta",
            "device-meta");
  }

  private static List<String> texts(Statement statement, String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        texts.add(row.getString(1));
      }
    }
    return texts;
  }

  /** One event for each step, and one line that says how far it is. */
  private static void checkSteps(Statement statement, long seed) throws SQLException {
    List<String> steps = new ArrayList<>();
    try (ResultSet row =
        statement.executeQuery(
            "SELECT s.trail, s.rev, s.state, n.status"
                + " FROM steps s LEFT JOIN step_standing n ON n.trail = s.trail AND n.rev = s.rev")) {
      while (row.next()) {
        steps.add(row.getString("trail") + row.getLong("rev") + row.getString("state"));
        assertThat(row.getString("status")).as("seed %d", seed).isNotEmpty();
      }
    }
    List<String> told =
        texts(
            statement,
            "SELECT replace(subject, 'prn:::devices:/', '') || rev"
                + " || json_extract(CAST(bytes AS TEXT), '$.body.state')"
                + " FROM events WHERE kind IN ('begun', 'posted')");
    assertThat(steps).isNotEmpty().containsExactlyInAnyOrderElementsOf(told);
  }
}
