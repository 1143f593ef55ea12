package dev.firmtrail.cli.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.hub.Hub;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code pvr device events} against a real hub. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeviceEventsCommandTest {
  /** More than a hub sends in one answer. */
  private static final int POSTS = 105;

  private Place ada;
  private Place bob;
  private Hub hub;
  private Path ws;

  @BeforeAll
  void postOften(@TempDir Path base) throws IOException {
    hub = Place.hub(base.resolve("hub"));
    ada = new Place(base.resolve("a"));
    ada.person("ada", hub.url());
    bob = new Place(base.resolve("b"));
    bob.person("bob", hub.url());
    ws = ada.workspace("ws", Map.of("a.json", "{\"n\": 1}"));
    ada.ok(ws, "device", "create", "box");
    for (int i = 0; i < POSTS; i++) {
      ada.ok(ws, "post", "ada/box");
    }
  }

  @AfterAll
  void stop() {
    hub.close();
    ada.close();
    bob.close();
  }

  private List<JsonObject> events(String... more) throws IOException, JsonException {
    List<String> words = new ArrayList<>(List.of("device", "events", "box", "--json"));
    words.addAll(List.of(more));
    List<JsonObject> events = new ArrayList<>();
    for (String line : ada.ok(ws, words.toArray(String[]::new)).out().lines().toList()) {
      JsonObject event = JsonReader.readObject(line.getBytes(UTF_8));
      assertThat(JsonWriter.CANONICAL.text(event)).isEqualTo(line);
      events.add(event);
    }
    return events;
  }

  @Test
  void eachEventIsListedOnceInOrderOverAllPages() throws IOException, JsonException {
    List<JsonObject> events = events();
    assertThat(events).hasSize(2 + POSTS);
    for (int i = 0; i < events.size(); i++) {
      assertThat(events.get(i).integer("seq")).contains((long) i);
    }
    assertThat(events)
        .extracting(event -> event.string("kind").orElseThrow())
        .startsWith("registered", "begun", "posted")
        .endsWith("posted");
    assertThat(events.getLast().integer("rev")).contains((long) POSTS);
    assertThat(events("--from", "100")).isEqualTo(events.subList(100, events.size()));
  }

  @Test
  void aPersonSeesALineForEach() throws IOException {
    Ran ran = ada.ok(ws, "device", "events", "box", "--from", "105");
    String state = "prn:::accounts:/\\S+  \\{\"state\":\"[0-9a-f]{64}\"}";
    List<String> lines = ran.out().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).matches(" {3}105  20\\S+Z  posted        @104   " + state);
    assertThat(lines.get(1)).matches(" {3}106  20\\S+Z  posted        @105   " + state);
    assertThat(ada.ok(ws, "device", "events", "box", "--from", "107").out()).isEmpty();
  }

  @Test
  void othersLearnNothing() throws IOException {
    Ran ran = bob.pvr(bob.base, "device", "events", "box");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("access denied with this login");
    Ran nothing = bob.pvr(bob.base, "device", "events", "nobox");
    assertThat(nothing.err()).isEqualTo(ran.err().replace("/box/", "/nobox/"));
  }

  @ParameterizedTest
  @CsvSource({
    "device events, its id or nick",
    "device events a b, one device",
    "device events box --from x, not the number of an event",
    "device events box --from -1, not the number of an event"
  })
  void whatIsNotUnderstoodIsRefused(String typed, String reason) throws IOException {
    Ran ran = ada.pvr(ws, typed.split(" "));
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains(reason);
  }
}
