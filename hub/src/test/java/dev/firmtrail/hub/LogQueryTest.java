package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each parameter of a question for log lines, and what it finds among the same four. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogQueryTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private final AtomicReference<Instant> clock = new AtomicReference<>(NOON);
  private TestHub hub;
  private String owner;
  private DeviceLogin device;
  private DeviceLogin foreign;

  @BeforeAll
  void start(@TempDir Path data) throws IOException {
    hub = TestHub.start(data.resolve("hub"), clock::get);
    owner = hub.account("owner");
    device = hub.device(owner, "box");
    DeviceLogin other = hub.device(owner, "other");
    foreign = hub.device(hub.account("neighbour"), "foreign");
    log(foreign, "{'msg':'foreign'}");
    log(device, "{'msg':'one','rev':'1','src':'/a','lvl':'ERROR'}");
    clock.set(NOON.plusSeconds(1));
    log(
        device,
        "[{'msg':'two','rev':'2','plat':'app','src':'/a'},"
            + "{'msg':'three','rev':'10','plat':'app','src':'/b','lvl':'ERROR'}]");
    clock.set(NOON.plusSeconds(2));
    log(other, "{'msg':'four','rev':'2','plat':'app','src':'/c','lvl':'ERROR'}");
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  private void log(DeviceLogin from, String lines) {
    Optional<String> body = Optional.of(lines.replace('\'', '"'));
    assertThat(hub.call("POST", "/logs/", Optional.of(from.token()), body, Map.of()).status())
        .isEqualTo(200);
  }

  private Reply ask(String query) {
    return hub.get("/logs/" + query, owner);
  }

  private static List<String> messages(Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply
        .json()
        .get("entries")
        .map(list -> ((JsonArray) list).items())
        .orElse(List.of())
        .stream()
        .map(entry -> ((JsonObject) entry).string("msg").orElse(""))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "'' | one two three four",
        "?rev=1 | one",
        "?rev=1,2 | one two four",
        "?plat=app | two three four",
        "?src=/a,/b&lvl=ERROR | one three",
        "?src=/b,/c&lvl=ERROR&rev=2 | four",
        "?lvl=error | -",
        "?lvl=, | one two three four",
        "?dev=box | one two three",
        "?dev=other,box | one two three four",
        "?dev=other,nobody | four",
        "?dev=nobody | -",
        "?dev=%20 | -",
        "?dev={id} | one two three",
        "?dev=prn:::devices:/{id} | one two three",
        "?dev={foreign} | -",
        "?dev=prn:::devices:/{foreign} | -",
        "?dev=foreign | -",
        "?dev=BOX | -",
        "?sort=-time-created | four three two one",
        "?sort=-time-created,src&dev=box | three two one",
        "?sort=time-created,tsec | one two three four",
        "?start=1&page=2 | two three",
        "?start=1&page=1&dev=box,other&sort=-time-created | three",
        "?start=4 | -",
        "?page=999999999 | one two three four",
        "?after=2026-01-31T12:00:00Z | two three four",
        "?after=2026-01-31T12:00:00.5Z | two three four",
        "?after=2026-01-31T14:00:01%2B02:00 | four",
        "?after=2026-01-31T12:00:02Z | -",
        "?before=2026-01-31T12:00:02Z | one two three",
        "?before=2026-01-31T12:00:00Z | -",
        "?after=2026-01-31T12:00:00Z&before=2026-01-31T12:00:02Z&sort=-time-created | three two",
        "?after=0000-01-01T00:00:00Z&before=9999-12-31T23:59:59Z | one two three four"
      })
  void findsWhatIsAskedFor(String query, String found) {
    Reply reply = ask(query.replace("{id}", device.id()).replace("{foreign}", foreign.id()));
    assertThat(String.join(" ", messages(reply))).isEqualTo(found == null ? "" : found);
    assertThat(reply.json().integer("count")).contains((long) messages(reply).size());
    assertThat(reply.json().get("entries").isPresent()).isEqualTo(found != null);
    assertThat(reply.json().get("next-cursor")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "page=0",
        "page=-1",
        "page=x",
        "start=-1",
        "start=100001",
        "start=1e3",
        "sort=msg",
        "sort=src,time-created",
        "after=yesterday",
        "after=2026-01-31",
        "after=2026-02-30T00:00:00Z",
        "before=2026-01-31T12:00:00",
        "before=%2B999999999-01-01T00:00:00Z"
      })
  void refusesWhatItDoesNotUnderstand(String query) {
    assertThat(ask("?" + query).status()).isEqualTo(400);
  }

  @Test
  void refusesToLookThroughTooManyDevices() {
    String names = IntStream.range(0, 101).mapToObj(i -> "n" + i).collect(Collectors.joining(","));
    assertThat(ask("?dev=" + names).status()).isEqualTo(400);
    assertThat(ask("?dev=" + names.replace("n100", "n99")).status()).isEqualTo(200);
  }
}
