package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonString;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metadata is what its events make of it, one after the other, whatever was said and when. */
class MetaFoldTest {
  private static final List<String> NAMES =
      List.of("a", "a.b", "a\uff2eb", "storage", "id", "\ud83d\ude00", "A");
  private static final List<String> VALUES =
      List.of(
          "null",
          "0.50",
          "5e-1",
          "1e400",
          "9007199254740993",
          "\"\"",
          "\"0.5\"",
          "\"cut \\ud800\"",
          "[]",
          "{}",
          "{\"free\":1}",
          "{\"free\":1.0,\"a\":null}",
          "{\"a\":null,\"free\":1}",
          "[null,{\"a\":[true,false]}]");

  private static Reply say(
      TestHub hub, String method, DeviceLogin device, String kind, String token, String body) {
    return hub.call(
        method,
        "/devices/" + device.id() + "/" + kind,
        Optional.of(token),
        Optional.of(body),
        Map.of());
  }

  private static String document(Random random) {
    List<String> members = new ArrayList<>();
    for (String name : NAMES) {
      if (random.nextInt(3) == 0) {
        members.add("\"" + name + "\":" + VALUES.get(random.nextInt(VALUES.size())));
      }
    }
    return "{" + String.join(",", members) + "}";
  }

  /** What is stored, against what follows from the events alone. */
  private static void compare(Path data) throws SQLException, JsonException {
    try (Connection database =
        DriverManager.getConnection("jdbc:sqlite:file:" + data.resolve("hub.db") + "?mode=ro")) {
      Map<String, Map<String, Json>> folded = new TreeMap<>();
      Map<String, Long> newest = new TreeMap<>();
      try (ResultSet row =
          database
              .createStatement()
              .executeQuery(
                  "SELECT * FROM events WHERE kind LIKE '%-meta' ORDER BY subject, seq")) {
        while (row.next()) {
          String of =
              row.getString("subject").replaceFirst(".*/", "")
                  + " "
                  + row.getString("kind").replace("-meta", "");
          Map<String, Json> value = folded.computeIfAbsent(of, each -> new TreeMap<>());
          JsonObject body =
              JsonReader.readObject(row.getBytes("bytes")).object("body").orElseThrow();
          JsonObject set = body.object("set").orElseThrow();
          List<Json> gone = ((JsonArray) body.get("gone").orElseThrow()).items();
          assertThat(set.members().size() + gone.size()).as("a difference").isPositive();
          set.members()
              .forEach((name, now) -> {
                Optional<Json> before = Optional.ofNullable(value.put(name, now));
                assertThat(before).as("no difference").isNotEqualTo(Optional.of(now));
              });
          gone.forEach(name ->
              assertThat(value.remove(((JsonString) name).value())).as("was there").isNotNull());
          newest.put(of, row.getLong("seq"));
        }
      }
      try (ResultSet row = database.createStatement().executeQuery("SELECT * FROM metas")) {
        while (row.next()) {
          String of = row.getString("device") + " " + row.getString("kind");
          String stored = row.getString("value");
          JsonObject value = JsonReader.readObject(stored.getBytes(StandardCharsets.UTF_8));
          assertThat(value.members()).isEqualTo(folded.remove(of));
          assertThat(row.getLong("seq")).isEqualTo(newest.get(of));
          assertThat(stored).isEqualTo(JsonWriter.AS_BUILT.text(value));
        }
      }
      assertThat(newest).hasSizeGreaterThan(1);
      assertThat(folded).as("events without a value").isEmpty();
    }
  }

  @Test
  void followsFromTheEventsWhateverWasSaid(@TempDir Path directory)
      throws IOException, SQLException, JsonException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Path data = directory.resolve("hub");
    try (TestHub hub = TestHub.start(data)) {
      String alice = hub.account("alice");
      List<DeviceLogin> devices = List.of(hub.device(alice, "one"), hub.device(alice, "two"));
      for (int turn = 0; turn < 300; turn++) {
        DeviceLogin device = devices.get(random.nextInt(devices.size()));
        boolean own = random.nextBoolean();
        String method = random.nextInt(3) == 0 ? "PUT" : "PATCH";
        Reply reply =
            say(
                hub,
                method,
                device,
                own ? "device-meta" : "user-meta",
                own ? device.token() : alice,
                document(random));
        assertThat(reply.status()).as("seed %d", seed).isIn(200, own ? 200 : 400);
      }
      compare(data);
    } catch (AssertionError failed) {
      throw new AssertionError("seed " + seed, failed);
    }
  }

  @Test
  void losesNothingOfManyPatchesAtOnce(@TempDir Path directory)
      throws IOException, SQLException, JsonException, ExecutionException, InterruptedException {
    Path data = directory.resolve("hub");
    try (TestHub hub = TestHub.start(data)) {
      String alice = hub.account("alice");
      DeviceLogin device = hub.device(alice, "box");
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        String body = "{\"k" + i + "\":" + i + "}";
        calls.add(() -> say(hub, "PATCH", device, "user-meta", alice, body).status());
        calls.add(() -> say(hub, "PATCH", device, "device-meta", device.token(), body).status());
      }
      try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
        for (Future<Integer> status : threads.invokeAll(calls)) {
          assertThat(status.get()).isEqualTo(200);
        }
      }
      JsonObject shown = hub.get("/devices/box", alice).json();
      assertThat(shown.object("user-meta").orElseThrow().members()).hasSize(64);
      assertThat(shown.object("device-meta").orElseThrow().members()).hasSize(64);
      compare(data);
    }
  }
}
