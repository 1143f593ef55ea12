package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.RecordedWorld.Scene;
import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.testkit.wire.WireLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the published {@code pvr} was recorded sending goes to our hub ({@link RecordedTalk}), and
 * our answers are the recorded ones in all that it reads ({@link RecordedAnswer}). {@code
 * recordings.tsv} says of each recording on what it is held, or why it is not.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublishedClientTest {
  /** Longer than a session lives. */
  private static final Duration LONG_AGO = Duration.ofHours(2);

  private Duration back = LONG_AGO;
  private TestHub hub;
  private String over;
  private String other;
  private final Map<String, String> owners = new HashMap<>();
  private final Map<String, DeviceLogin> repositories = new HashMap<>();
  private int turn;

  @BeforeAll
  void start(@TempDir Path data) throws IOException {
    hub = TestHub.start(data.resolve("hub"), () -> Instant.now().minus(back));
    over = hub.account("over");
    back = Duration.ZERO;
    other = hub.account("other");
  }

  @AfterAll
  void stop() {
    hub.close();
  }

  /**
   * A row of the table.
   *
   * @param world what our hub has when it begins; {@code -} where it is not replayed
   * @param differs requests that we answer otherwise, with our status
   * @param why it is not replayed, or differs
   */
  record Row(String recording, String world, Map<String, Integer> differs, String why) {
    private static final String[] NONE = {};

    static Row of(String line) {
      String[] cells = line.split("\t", -1);
      Map<String, Integer> differs = new HashMap<>();
      for (String one : cells.length > 2 && !cells[2].isEmpty() ? cells[2].split("; ") : NONE) {
        int status = one.lastIndexOf(' ');
        differs.put(one.substring(0, status), Integer.valueOf(one.substring(status + 1)));
      }
      return new Row(cells[0], cells[1], differs, cells.length > 3 ? cells[3] : "");
    }

    boolean isReplayed() {
      return !world.equals("-");
    }

    @Override
    public String toString() {
      return recording;
    }
  }

  private static List<Row> rows() {
    try (BufferedReader table =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    PublishedClientTest.class.getResourceAsStream("recordings.tsv")),
                StandardCharsets.UTF_8))) {
      return table.lines().filter(line -> !line.startsWith("#")).map(Row::of).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static Stream<Row> replayed() {
    return rows().stream().filter(Row::isReplayed);
  }

  @ParameterizedTest
  @MethodSource("replayed")
  void isAnsweredAsRecorded(Row row) throws IOException, JsonException {
    WireLog log = WireLog.named(row.recording());
    RecordedTalk talk = new RecordedTalk(hub, log, row.differs());
    String nick = readsOnly(log) ? "alice-" + row.world() : "alice" + turn++;
    String owner = owners.computeIfAbsent(nick, hub::account);
    Scene scene = new Scene(hub, talk, nick, owner, other, over, repositories);
    RecordedWorld world = RecordedWorld.named(row.world());
    scene.prepare();
    world.begin(scene);
    talk.hold();
    world.end(scene);
  }

  /** Those that change nothing share an account and what it has. */
  private static boolean readsOnly(WireLog log) {
    return log.lines().stream()
        .allMatch(line -> line.startsWith("GET ") || line.equals("POST /auth/login"));
  }

  @Test
  void everyRecordingHasARow() {
    assertThat(rows()).extracting(Row::recording).isEqualTo(WireLog.names());
  }

  @Test
  void whateverIsNotReplayedOrDiffersSaysWhy() {
    assertThat(rows())
        .filteredOn(row -> !row.isReplayed() || !row.differs().isEmpty())
        .allSatisfy(row -> assertThat(row.why()).isNotBlank());
    assertThat(rows())
        .filteredOn(Row::isReplayed)
        .allSatisfy(row ->
            assertThat(WireLog.named(row.recording()).lines())
                .isNotEmpty()
                .containsAll(row.differs().keySet()));
  }
}
