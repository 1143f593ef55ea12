package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What devices log, from their posts to those who follow it; {@link LogQueryTest} asks for less.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeviceLogsTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final String OK = "{\"status\":\"ok\"}";

  private final AtomicReference<Instant> clock = new AtomicReference<>(NOON);
  private TestHub hub;
  private Path database;
  private int turn;
  private String owner;
  private DeviceLogin device;

  @BeforeAll
  void start(@TempDir Path data) throws IOException {
    hub = TestHub.start(data.resolve("hub"), clock::get);
    database = data.resolve("hub/hub.db");
  }

  @BeforeEach
  void makeDevice() {
    clock.set(NOON);
    owner = hub.account("owner" + turn++);
    device = hub.device(owner, "box");
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  private Reply log(DeviceLogin from, String body) {
    return hub.call("POST", "/logs/", Optional.of(from.token()), Optional.of(body), Map.of());
  }

  private void logged(DeviceLogin from, String... messages) {
    String lines =
        Stream.of(messages)
            .map(text -> line("msg", text))
            .collect(Collectors.joining(",", "[", "]"));
    assertThat(log(from, lines).text()).isEqualTo(OK);
  }

  private static String line(String... members) {
    JsonObject.Builder line = JsonObject.builder();
    for (int i = 0; i < members.length; i += 2) {
      line.put(members[i], members[i + 1]);
    }
    return JsonWriter.COMPACT.text(line.build());
  }

  private Reply ask(String query) {
    return hub.get("/logs/" + query, owner);
  }

  private Reply goOn(String cursor) {
    return hub.post("/logs/cursor", owner, JsonObject.builder().put("next-cursor", cursor).build());
  }

  private static List<JsonObject> entries(Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply
        .json()
        .get("entries")
        .map(list -> ((JsonArray) list).items())
        .orElse(List.of())
        .stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  private static List<String> messages(Reply reply) {
    return entries(reply).stream().map(entry -> entry.string("msg").orElse("")).toList();
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void takesAPostAsPublishedDevicesWriteIt() {
    Reply posted =
        log(
            device,
            "[ { \"tsec\": 0, \"tnano\": 0,\"lvl\": \"INFO\", \"src\":\"/pantavisor.log\" ,\"plat\": \"pantavisor\","
                + "\"rev\": \"3\", \"msg\": \"[pantavisor] 7 INFO\\u0009 -- up\" } ]");
    assertThat(posted.status()).isEqualTo(200);
    assertThat(posted.text()).isEqualTo(OK);
    assertThat(ask("").text())
        .matches(
            "\\{\"start\":0,\"page\":1,\"count\":1,\"entries\":\\[\\{\"id\":\"[0-9a-f]{24}\",\"dev\":\""
                + device.prn()
                + "\",\"own\":\"prn:::accounts:/[0-9a-f]{24}\",\"time-created\":\"2026-01-31T12:00:00Z\","
                + "\"rev\":\"3\",\"plat\":\"pantavisor\",\"src\":\"/pantavisor.log\",\"lvl\":\"INFO\","
                + "\"msg\":\"\\[pantavisor] 7 INFO\\\\t -- up\"}]}");
  }

  @Test
  void takesOneLineAloneAndGivesItALevel() {
    assertThat(log(device, "{\"tsec\":5,\"tnano\":7,\"msg\":\"alone\",\"of\":\"tomorrow\"}").text())
        .isEqualTo(OK);
    JsonObject entry = entries(ask("")).getFirst();
    assertThat(entry.members().sequencedKeySet())
        .containsExactly("id", "dev", "own", "time-created", "tsec", "tnano", "lvl", "msg");
    assertThat(entry.string("lvl")).contains("INFO");
  }

  @Test
  void replacesWhatIsNoTextAndLosesNothingElse() throws IOException {
    String half = "\\ud83d";
    String body = "[{\"msg\":\"cut \u00c3(\u00ff " + half + " \\\\ud83d \\ud83d\\ude00\"}]";
    String request =
        "POST /logs/ HTTP/1.1\r\nHost: hub\r\nConnection: close\r\nAuthorization: Bearer "
            + device.token()
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    assertThat(RawHttp.exact(hub.hub().url(), request)).endsWith(OK);
    assertThat(messages(ask(""))).containsExactly("cut \uFFFD(\uFFFD \uFFFD \\ud83d \uD83D\uDE00");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"msg\":\"good\"},{\"rev\":3}] | 400 | line 1 of the post: rev is a string",
        "[{\"msg\":\"good\"},{\"tsec\":\"3\"}] | 400 | line 1 of the post: tsec is a number",
        "{\"tnano\":0.5} | 400 | line 0 of the post: tnano is a whole number",
        "{\"tsec\":9007199254740992} | 400 | 53 bits",
        "[[]] | 400 | line 0 of the post: a line is a JSON object",
        "\"text\" | 400 | a line is a JSON object",
        "{\"msg\":\"a\",\"msg\":\"b\"} | 400 | duplicate",
        "{\"msg\":\"un\tescaped\"} | 400 | control character",
        "'' | 400 | not valid JSON"
      })
  void refusesAPostAsAWhole(String body, int status, String reason) {
    Reply refused = log(device, body);
    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.text()).contains(reason);
    assertThat(entries(ask(""))).isEmpty();
  }

  @Test
  void takesTwoHundredLinesAndQuarterOfAMebibyteAndNoMore() {
    String[] lines = IntStream.range(0, 200).mapToObj(Integer::toString).toArray(String[]::new);
    logged(device, lines);
    assertThat(log(device, "[" + "{},".repeat(200) + "{}]").status()).isEqualTo(413);
    String frame = "{\"msg\":\"\"}";
    String longest = "x".repeat(256 * 1024 - frame.length());
    assertThat(log(device, line("msg", longest)).status()).isEqualTo(200);
    assertThat(log(device, line("msg", longest + "x")).status()).isEqualTo(413);
    assertThat(messages(ask("?page=3000"))).hasSize(201).startsWith(lines).endsWith(longest);
  }

  @Test
  void refusesADeviceThatNobodyHasClaimed() {
    Reply created = hub.postOpen("/devices/", JsonObject.EMPTY);
    String token = hub.login(created.string("prn"), created.string("secret"));
    assertThat(hub.post("/logs/", token, JsonObject.EMPTY).status()).isEqualTo(403);
  }

  @Test
  void hasAnIdOfItsOwnForEachLineThatStays() {
    DeviceLogin other = hub.device(owner, "other");
    for (int i = 0; i < 3; i++) {
      logged(device, "a", "a");
      logged(other, "a", "a");
    }
    List<String> ids =
        entries(ask("")).stream().map(entry -> entry.string("id").orElseThrow()).toList();
    assertThat(ids).hasSize(12).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9a-f]{24}"));
    assertThat(entries(ask("?dev=other")).stream().map(entry -> entry.string("id").orElseThrow()))
        .isSubsetOf(ids)
        .hasSize(6);
  }

  @Test
  void goesOnPageByPageToTheEndAndFromThere() {
    logged(device, "a", "b", "c", "d", "e");
    Reply first = ask("?cursor=true&page=2&sort=time-created");
    Reply second = goOn(first.string("next-cursor"));
    Reply third = goOn(second.string("next-cursor"));
    Reply end = goOn(third.string("next-cursor"));
    assertThat(messages(first)).containsExactly("a", "b");
    assertThat(messages(second)).containsExactly("c", "d");
    assertThat(messages(third)).containsExactly("e");
    assertThat(end.text())
        .matches("\\{\"start\":0,\"page\":0,\"count\":0,\"next-cursor\":\"[^\"]+\"}");
    logged(device, "f");
    assertThat(messages(goOn(end.string("next-cursor")))).containsExactly("f");
    assertThat(messages(goOn(first.string("next-cursor"))))
        .as("one that was used before")
        .containsExactly("c", "d");
    String asQuery = "/logs/cursor?next-cursor=" + escaped(first.string("next-cursor"));
    assertThat(messages(hub.get(asQuery, owner))).containsExactly("c", "d");
  }

  @Test
  void carriesTheWholeQueryInItsCursor() {
    DeviceLogin other = hub.device(owner, "other");
    for (String message : List.of("1", "2", "3")) {
      logged(device, message);
      logged(other, "not " + message);
      log(device, line("msg", "quiet", "lvl", "DEBUG"));
    }
    Reply newest =
        ask(
            "?cursor=1&page=1&dev=box&lvl=INFO&sort=-time-created&after=2026-01-31T11:00:00Z&before=2026-01-31T13:00:00Z");
    Reply next = goOn(newest.string("next-cursor"));
    assertThat(messages(newest)).containsExactly("3");
    assertThat(messages(next)).containsExactly("2");
    assertThat(messages(goOn(next.string("next-cursor")))).containsExactly("1");
  }

  @Test
  void givesAPlaceToGoOnFromForEveryCursorThatIsOver() {
    logged(device, "a", "b");
    String cursor = ask("?cursor=true&page=1").string("next-cursor");
    clock.set(NOON.plus(Duration.ofMinutes(10)));
    for (Reply over :
        List.of(
            goOn(cursor),
            goOn(""),
            hub.get("/logs/cursor", owner),
            hub.post("/logs/cursor", owner, JsonObject.EMPTY))) {
      assertThat(entries(over)).isEmpty();
      assertThat(entries(goOn(over.string("next-cursor")))).isEmpty();
    }
  }

  @Test
  void takesNoCursorButItsOwnForThisCaller() {
    logged(device, "secret");
    String cursor = ask("?cursor=true&page=1").string("next-cursor");
    String another = hub.account("another" + turn);
    String ofBytes = hub.object(owner, "content", "name");
    String url = hub.get("/objects/" + ofBytes, owner).string("signed-geturl");
    JsonObject body = JsonObject.builder().put("next-cursor", cursor).build();
    assertThat(hub.post("/logs/cursor", another, body).status()).isEqualTo(403);
    assertThat(goOn("x").status()).isEqualTo(403);
    assertThat(goOn("x" + cursor).status()).isEqualTo(403);
    assertThat(goOn(cursor.replaceFirst("\\..*", ".AAAA")).status()).isEqualTo(403);
    assertThat(goOn(url.substring(url.lastIndexOf('/') + 1)).status())
        .as("sealed with another key of the hub")
        .isEqualTo(403);
  }

  @Test
  void losesNoLineAndGivesNoneTwiceWhileManyWrite() throws Exception {
    int writers = 6;
    int posts = 25;
    List<Callable<Void>> writing = new ArrayList<>();
    List<String> written = new ArrayList<>();
    for (int w = 0; w < writers; w++) {
      DeviceLogin from = w % 2 == 0 ? hub.device(owner, "writer" + w) : device;
      String name = "w" + w + "-";
      IntStream.range(0, 2 * posts).forEach(i -> written.add(name + i));
      writing.add(() -> {
        for (int post = 0; post < posts; post++) {
          logged(from, name + 2 * post, name + (2 * post + 1));
        }
        return null;
      });
    }
    List<String> read = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
      List<Future<Void>> running = writing.stream().map(threads::submit).toList();
      Reply first = ask("?cursor=true&page=3");
      read.addAll(messages(first));
      String cursor = first.string("next-cursor");
      for (boolean writersEnded = false; ; ) {
        Reply reply = goOn(cursor);
        List<String> came = messages(reply);
        read.addAll(came);
        cursor = reply.string("next-cursor");
        if (came.isEmpty() && writersEnded) {
          break;
        }
        writersEnded = running.stream().allMatch(Future::isDone);
      }
      for (Future<Void> each : running) {
        each.get();
      }
    }
    assertThat(read).containsExactlyInAnyOrderElementsOf(written);
  }

  @Test
  void keepsItsOrderWhenTheClockGoesBack() {
    logged(device, "first");
    String cursor = ask("?cursor=true").string("next-cursor");
    clock.set(NOON.minus(Duration.ofHours(1)));
    logged(hub.device(owner, "late"), "second");
    assertThat(messages(goOn(cursor))).containsExactly("second");
    assertThat(messages(ask(""))).containsExactly("first", "second");
  }

  @Test
  void givesNoMoreInOneAnswerThanIsGood() {
    String[] lines = IntStream.range(0, 200).mapToObj(Integer::toString).toArray(String[]::new);
    for (int post = 0; post < 16; post++) {
      logged(device, lines);
    }
    assertThat(messages(ask("?page=999999"))).hasSize(3000);
    DeviceLogin talker = hub.device(owner, "talker");
    String longLine = "x".repeat(250_000);
    for (int post = 0; post < 20; post++) {
      logged(talker, longLine);
    }
    Reply first = ask("?dev=talker&cursor=true");
    assertThat(messages(first)).hasSize(17).containsOnly(longLine);
    assertThat(messages(goOn(first.string("next-cursor")))).hasSize(3);
  }

  @Test
  void looksAtABoundedNumberOfLines() throws SQLException {
    logged(device, "first");
    try (Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = foreign.createStatement()) {
      statement.executeUpdate(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)"
              + " INSERT INTO log_lines SELECT device, i, owner, created + i, '', '', '', 'DEBUG', x''"
              + " FROM n, log_lines WHERE device = '"
              + device.id()
              + "' AND seq = 0");
    }
    log(device, line("msg", "last", "lvl", "ERROR"));
    Reply refused = ask("?lvl=ERROR");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).contains("none of the first 200000 lines fits");
    assertThat(messages(ask("?lvl=ERROR&after=2026-01-31T12:00:00.000001Z")))
        .containsExactly("last");
    Reply first = ask("?lvl=INFO,ERROR&cursor=true");
    assertThat(messages(first)).containsExactly("first");
    assertThat(messages(goOn(first.string("next-cursor")))).containsExactly("last");
  }
}
