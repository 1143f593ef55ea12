package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The ways of {@link WaysOfHistoryTest} that lead over objects and their bytes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaysOfObjectsTest {
  private Path data;
  private TestHub hub;
  private String alice;
  private String bob;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    data = directory.resolve("hub");
    hub = TestHub.start(data);
    alice = hub.account("alice");
    bob = hub.account("bob");
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  private Reply announce(String token, String content) {
    return hub.post("/objects/", token, TestHub.announcement(content, "a"));
  }

  private Reply postWith(DeviceLogin device, String token, String object) {
    return hub.post(
        "/trails/" + device.id() + "/steps",
        token,
        TestHub.step(-1, TestHub.state("a.bin", object)));
  }

  private Reply bytes(String url) {
    return hub.call("GET", url, Optional.empty(), Optional.empty(), Map.of());
  }

  @Test
  void way14AStepKeepsItsObjects() {
    String object = hub.object(alice, "way14", "app/a");
    DeviceLogin device = hub.deviceWithTrail(alice, "way14");
    hub.post(
        "/trails/" + device.id() + "/steps",
        alice,
        TestHub.step(-1, TestHub.state("app/a", object)));
    assertThat(hub.delete("/objects/" + object, alice).status()).isEqualTo(200);
    Reply shown = hub.get(TestHub.step(device, 1) + "/objects/" + object, device.token());
    assertThat(hub.get(shown.string("signed-geturl"), alice).text()).isEqualTo("way14");
  }

  @Test
  void way15NobodyIsMistakenAboutTheSizeOfBytesThatAreHere() {
    String object = hub.object(alice, "way15", "app/a");
    String owner = hub.get("/objects/" + object, alice).string("owner");
    JsonObject other =
        JsonObject.builder()
            .put("owner", owner)
            .put("sha256sum", object)
            .put("objectname", "renamed")
            .put("size", "1")
            .put("sizeint", 1)
            .put("mime-type", "text/html")
            .build();
    assertThat(hub.put("/objects/" + object, alice, other).status()).isEqualTo(200);
    assertThat(hub.post("/objects/", alice, other).status()).isEqualTo(409);
    JsonObject now = hub.get("/objects/" + object, alice).json();
    assertThat(now.string("size")).contains("5");
    assertThat(now.string("mime-type")).contains("application/octet-stream");
    assertThat(hub.get(now.string("signed-geturl").orElseThrow(), alice).text()).isEqualTo("way15");
  }

  @Test
  void way16NothingIsSaidToBeHereThatIsNot() throws IOException {
    DeviceLogin device = hub.deviceWithTrail(alice, "way16");
    String content = "way 16";
    Reply announced = announce(alice, content);
    String id = announced.string("id");
    assertThat(announced.status()).isEqualTo(200);
    assertThat(announce(alice, content).status()).isEqualTo(200);
    assertThat(postWith(device, alice, id).status()).isEqualTo(400);
    hub.put(announced.string("signed-puturl"), content);
    assertThat(announce(alice, content).status()).isEqualTo(409);
    assertThat(postWith(device, alice, id).status()).isEqualTo(200);
    // What somebody took from the disk is missed.
    Files.delete(data.resolve("objects").resolve(id));
    assertThat(announce(alice, content).status()).isEqualTo(200);
    assertThat(postWith(device, alice, id).status()).isEqualTo(400);
  }

  @Test
  void way17NobodysObjectHangsOnSomebodyElses() {
    String content = "way 17";
    DeviceLogin shown = hub.deviceWithTrail(alice, "way17");
    String id = hub.object(alice, content, "a");
    postWith(shown, alice, id);
    hub.put("/devices/" + shown.id() + "/public", alice, JsonObject.EMPTY);

    DeviceLogin other = hub.deviceWithTrail(bob, "way17");
    assertThat(postWith(other, bob, id).status()).isEqualTo(400);
    Reply announced = announce(bob, content);
    assertThat(announced.status()).isEqualTo(200);
    assertThat(announced.header("Pantahub-Object-Type")).contains("object");
    assertThat(bytes(announced.string("signed-geturl")).status()).isEqualTo(404);
    hub.put(announced.string("signed-puturl"), content);
    assertThat(postWith(other, bob, id).status()).isEqualTo(200);
    Reply mine = hub.get("/objects/" + id, bob);
    assertThat(mine.string("owner")).isEqualTo(hub.get("/auth/", bob).string("prn"));
    assertThat(mine.string("storage-id"))
        .isNotEqualTo(hub.get("/objects/" + id, alice).string("storage-id"));
    assertThat(bytes(mine.string("signed-geturl")).text()).isEqualTo(content);
  }

  /** Each way to change a URL: {@link BytesTest}. */
  @Test
  void way18NoUrlPutsOtherBytesInAnObjectsPlace() {
    String content = "way 18";
    Reply announced = announce(alice, content);
    String put = announced.string("signed-puturl");
    hub.put(put, content);
    String get = announced.string("signed-geturl");
    for (String other : List.of("WAY 18", "way 18, and more", "way", "")) {
      assertThat(hub.put(put, other).status()).as(other).isEqualTo(400);
    }
    assertThat(hub.put(get, content).status()).isEqualTo(403);
    assertThat(hub.put(put.substring(0, put.length() - 1), "WAY 18").status()).isEqualTo(403);
    assertThat(hub.put(put, content).status()).isEqualTo(200);
    assertThat(bytes(get).text()).isEqualTo(content);
  }

  /** No code takes one away: {@code HouseRulesTest}. */
  @Test
  void way19AnObjectStaysWhetherOrNotAStepIsKnownToNeedIt() throws IOException {
    String id = hub.object(alice, "way 19", "a");
    DeviceLogin device = hub.deviceWithTrail(alice, "way19");
    JsonObject hidden = JsonObject.builder().put("docker_digest", id).build();
    JsonObject state =
        JsonObject.builder().put("#spec", TestHub.SPEC).put("app/src.json", hidden).build();
    assertThat(
            hub.post("/trails/" + device.id() + "/steps", alice, TestHub.step(-1, state)).status())
        .isEqualTo(200);
    hub.restart();
    assertThat(bytes(hub.get("/objects/" + id, alice).string("signed-geturl")).text())
        .isEqualTo("way 19");
  }

  @Test
  void way20APostLeavesEveryRecordAsItWas() throws SQLException {
    String id = hub.object(alice, "way 20", "a");
    DeviceLogin device = hub.deviceWithTrail(alice, "way20");
    List<String> before = records();
    assertThat(before).isNotEmpty();
    assertThat(postWith(device, alice, id).status()).isEqualTo(200);
    assertThat(postWith(device, device.token(), id).status()).isEqualTo(200);
    assertThat(postWith(device, alice, "0".repeat(64)).status()).isEqualTo(400);
    assertThat(announce(alice, "way 20").status()).isEqualTo(409);
    assertThat(records()).isEqualTo(before);
  }

  private List<String> records() throws SQLException {
    List<String> records = new ArrayList<>();
    try (Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("hub.db"));
        Statement statement = foreign.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM objects ORDER BY owner, id")) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        StringBuilder record = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
          record.append(rows.getString(i)).append('\t');
        }
        records.add(record.toString());
      }
    }
    return records;
  }
}
