package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a device asks every few seconds is answered from memory, and never with less than what was
 * acknowledged before it asked; when it was seen last is kept, over a stop as well.
 */
class PollTest {
  private Path data;
  private TestHub hub;
  private String alice;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    data = directory;
    hub = TestHub.start(data);
    alice = hub.account("alice");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  /** Whoever opens the database by himself leaves no event: only the memory does not know of it. */
  @Test
  void asksNoDatabaseWhileNothingHappens() throws SQLException {
    DeviceLogin device = hub.deviceWithTrail(alice, "board");
    hub.postStep(device, alice, "one");
    String meta = "/devices/" + device.id() + "/user-meta";
    hub.put(meta, alice, JsonObject.builder().put("key", "said").build());
    String polled = DevicePoll.answer(hub, device);
    assertThat(polled).contains("\"rev\":1");
    assertThat(hub.get(meta, device.token()).text()).isEqualTo("{\"key\":\"said\"}");
    change("UPDATE step_standing SET pending = 0, status = 'DONE'");
    change("UPDATE metas SET value = '{}'");

    assertThat(DevicePoll.answer(hub, device)).isEqualTo(polled);
    assertThat(hub.get(meta, device.token()).text()).isEqualTo("{\"key\":\"said\"}");
    assertThat(hub.get(meta, alice).text()).isEqualTo("{}");
    hub.put(
        "/devices/" + device.id() + "/device-meta",
        device.token(),
        JsonObject.builder().put("storage", "said every ten seconds").build());
    assertThat(DevicePoll.answer(hub, device)).isEqualTo(polled);

    hub.put("/devices/" + device.id() + "/public", alice, JsonObject.EMPTY);

    assertThat(DevicePoll.answer(hub, device)).isEqualTo("[]");
    assertThat(hub.get(meta, device.token()).text()).isEqualTo("{}");
  }

  private void change(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("hub.db"));
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isPositive();
    }
  }

  @Test
  void knowsEachChangeAtOnce() {
    DeviceLogin device = hub.deviceWithTrail(alice, "board");
    assertThat(DevicePoll.answer(hub, device)).isEqualTo("[]");

    hub.postStep(device, alice, "one");
    assertThat(status(device)).isEqualTo("NEW");
    for (String status : List.of("QUEUED", "INPROGRESS", "TESTING")) {
      hub.report(device, 1, "{\"status\":\"%s\"}".formatted(status));
      assertThat(status(device)).isEqualTo(status);
    }
    hub.report(device, 1, "{\"status\":\"DONE\"}");
    assertThat(DevicePoll.answer(hub, device)).isEqualTo("[]");

    hub.postStep(device, alice, "two");
    assertThat(status(device)).isEqualTo("NEW");
    hub.decide("cancel", device, 2, alice);
    assertThat(DevicePoll.answer(hub, device)).isEqualTo("[]");

    hub.postStep(device, alice, "three");
    hub.report(device, 3, "{\"status\":\"INPROGRESS\"}");
    assertThat(status(device)).isEqualTo("INPROGRESS");
    hub.decide("wontgo", device, 3, alice);
    assertThat(DevicePoll.answer(hub, device)).isEqualTo("[]");
  }

  /** Neither what its owner nor what it itself said last is missing. */
  @Test
  void showsADeviceItsMetadataAsItIs() {
    DeviceLogin device = hub.device(alice, "board");
    String path = "/devices/" + device.id();
    for (String value : List.of("one", "two")) {
      JsonObject said = JsonObject.builder().put("key", value).build();
      hub.put(path + "/user-meta", alice, said);
      hub.put(path + "/device-meta", device.token(), said);

      assertThat(hub.get(path + "/user-meta", device.token()).json()).isEqualTo(said);
      JsonObject shown = hub.get(path, device.token()).json();
      assertThat(shown.object("user-meta")).contains(said);
      assertThat(shown.object("device-meta")).contains(said);
    }
  }

  private String status(DeviceLogin device) {
    Reply polled = hub.get("/trails/" + device.id() + "/steps?" + DevicePoll.QUERY, device.token());
    JsonObject step = (JsonObject) ((JsonArray) polled.anyJson()).items().getFirst();
    return step.object("progress").orElseThrow().string("status").orElseThrow();
  }

  /** The claim is what an unclaimed device waits for. */
  @Test
  void showsItsOwnerToADeviceOnceItIsClaimed() {
    Reply made = hub.call("POST", "/devices/", Optional.empty(), Optional.of("{}"), Map.of());
    String path = "/devices/" + made.string("id");
    String token = hub.login(made.string("prn"), made.string("secret"));
    assertThat(hub.get(path, token).string("owner")).isEmpty();
    assertThat(hub.get(path, token).string("owner")).isEmpty();

    hub.call(
        "PUT",
        path + "?challenge=" + made.string("challenge"),
        Optional.of(alice),
        Optional.empty(),
        Map.of());

    assertThat(hub.get(path, token).string("owner")).isNotEmpty();
  }

  /**
   * While pollers ask without a pause, whoever posted finds the step as soon as it has the answer.
   */
  @Test
  void isNeverOlderThanWhatWasAcknowledged() throws ExecutionException, InterruptedException {
    DeviceLogin device = hub.deviceWithTrail(alice, "board");
    AtomicBoolean ends = new AtomicBoolean();
    try (ExecutorService pollers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> polling =
          IntStream.range(0, 4)
              .<Future<?>>mapToObj(i -> pollers.submit(() -> pollUntil(ends, device)))
              .toList();
      try {
        for (int rev = 1; rev <= 60; rev++) {
          hub.postStep(device, alice, "step " + rev);
          assertThat(DevicePoll.answer(hub, device)).startsWith("[{\"rev\":%d,".formatted(rev));
          hub.report(device, rev, "{\"status\":\"DONE\"}");
          assertThat(DevicePoll.answer(hub, device)).isEqualTo("[]");
        }
      } finally {
        ends.set(true);
      }
      for (Future<?> poller : polling) {
        poller.get();
      }
    }
  }

  private void pollUntil(AtomicBoolean ends, DeviceLogin device) {
    while (!ends.get()) {
      DevicePoll.answer(hub, device);
    }
  }

  /** What one device was told is nobody else's answer. */
  @Test
  void remembersForEachDeviceAlone() {
    DeviceLogin one = hub.deviceWithTrail(alice, "one");
    DeviceLogin two = hub.deviceWithTrail(alice, "two");
    hub.postStep(one, alice, "for one");
    assertThat(DevicePoll.answer(hub, one)).contains("for one");

    assertThat(DevicePoll.answer(hub, two)).isEqualTo("[]");
    assertThat(hub.get("/trails/" + one.id() + "/steps?" + DevicePoll.QUERY, two.token()).status())
        .isEqualTo(403);
  }

  @Test
  void tellsTheOwnerWhenADeviceWasSeenAndFromWhere() throws IOException {
    DeviceLogin device = hub.deviceWithTrail(alice, "board");
    DevicePoll.answer(hub, device);
    JsonObject before = summary(alice, device);
    assertThat(before.string("real-ip")).contains("127.0.0.1");
    Instant touched = Instant.parse(before.string("trail-touched-time").orElseThrow());
    Instant seen = Instant.parse(before.string("timestamp").orElseThrow());
    assertThat(seen).isAfter(touched);

    hub.restart();

    assertThat(summary(alice, device)).isEqualTo(before);
    hub.put("/devices/" + device.id() + "/public", alice, JsonObject.EMPTY);
    JsonObject shown = summary(hub.account("bob"), device);
    assertThat(shown.string("real-ip")).contains("");
    assertThat(shown.string("timestamp")).isEqualTo(before.string("trail-touched-time"));
  }

  private JsonObject summary(String token, DeviceLogin device) {
    return hub.get("/trails/" + device.id() + "/summary", token).json();
  }
}
