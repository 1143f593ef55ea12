package dev.firmtrail.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.firmtrail.testkit.wire.Replay;
import dev.firmtrail.testkit.wire.WireLog;
import dev.firmtrail.testkit.wire.WireRequest;
import dev.firmtrail.testkit.wire.WireServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our program is run as the published one was when its talk with a hub was recorded, and the hub
 * answers as it did then: same exit code, output and files, and no request that the published
 * program would not have made, except where the list of differences says otherwise.
 */
class RecordedConversationTest {
  /** Requests for which a recording has no answer, and why ours makes them. */
  private static final Map<String, String> BESIDES =
      Map.of(
          // The recorded program stopped at the first object that was refused; ours has asked for
          // others.
          "81-fault-object-404", "GET /objects/.*",
          // A login that has run out is renewed; the recorded program forgets it first.
          "49-ps-expired-refresh", "GET /auth/login",
          // USER/DEVICE is one of the hub that is used; the recorded program asks the public one,
          // whatever hub that is.
          "07-clone-nick-repo-baseurl", "GET /alice/dev1/.pvrremote");

  /** The first object that is refused ends a post; which one it is, is chance. */
  private static final Set<String> CHANCE = Set.of("30-post-object-500");

  private static RequestTable table;

  @TempDir Path directory;

  @BeforeAll
  static void readTable() throws IOException {
    table = new RequestTable();
  }

  @AfterAll
  static void allRowsWereMet() {
    table.checkThatEveryRowWasUsed();
  }

  static Stream<String> recordings() {
    return Recordings.withAHub().stream();
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void endsAsRecordedExceptOnPurpose(String name) throws IOException {
    WireLog log = WireLog.named(name);
    Replay replay = new Replay(log);
    Replay accounts = new Replay(WireLog.named("44-whoami"));
    boolean asksWhoItIs = name.startsWith("58-");
    RecordedRun run;
    try (WireServer server =
        WireServer.start((request, self) ->
            asksWhoItIs && request.path().equals("/auth/auth_status")
                ? accounts.answer(request, self)
                : replay.answer(request, self))) {
      run = new RecordedRun(log, directory, server.url().toString());
      if (log.command().contains("logs")) {
        untilCtrlC(run, server);
      } else {
        run.run(log.exit());
      }
      server.requests().forEach(table::check);
      if (!CHANCE.contains(name)) {
        server.requests().forEach(request -> checkDocument(request, log));
      }
    }
    assertThat(replay.unexpected())
        .filteredOn(line -> !line.matches(BESIDES.getOrDefault(name, "none")))
        .as("requests that the recording has nothing for")
        .isEmpty();
    assertThat(run.differences()).as("what differs from the record").isEqualTo(expected(name));
  }

  /** The recorder ended the endless ones after some rounds; a person does it with Ctrl-C. */
  private static void untilCtrlC(RecordedRun run, WireServer server) throws IOException {
    Thread person = Thread.currentThread();
    Thread finger =
        Thread.ofVirtual()
            .start(() -> {
              await().atMost(Duration.ofSeconds(30)).until(() -> server.requests().size() >= 3);
              person.interrupt();
            });
    run.run("130");
    assertThat(Thread.interrupted()).as("the run ended by the interrupt").isTrue();
    finger.interrupt();
  }

  /** What is sent is what was recorded, whatever the blanks and the escapes in JSON. */
  private static void checkDocument(WireRequest request, WireLog log) {
    List<WireRequest> recorded = log.requests(request.line());
    if (request.method().equals("GET") || recorded.isEmpty()) {
      return;
    }
    Set<String> documents =
        recorded.stream().map(RecordedConversationTest::document).collect(Collectors.toSet());
    assertThat(documents).as(request.line()).contains(document(request));
  }

  private static String document(WireRequest request) {
    return request.header("Content-Type").orElse("").isEmpty()
        ? request.body()
        : RequestTable.canonical(request);
  }

  private static Map<String, String> expected(String name) {
    Map<String, String> expected = new TreeMap<>();
    new Differences()
        .rows().stream()
            .filter(row -> row.scenario().equals("wire/" + name))
            .forEach(row -> expected.put(row.what(), row.ours()));
    return expected;
  }

  @Test
  void everyRowIsAboutARecording() {
    Set<String> known = new TreeSet<>();
    WireLog.names().forEach(name -> known.add("wire/" + name));
    assertThat(new Differences().rows())
        .filteredOn(row -> row.scenario().startsWith("wire/"))
        .allSatisfy(row -> assertThat(known).contains(row.scenario()));
  }

  @Test
  void everyRecordingIsRunOrNamedWithItsReason() {
    Set<Integer> met = new TreeSet<>(Recordings.NAMED.keySet());
    for (String name : WireLog.names()) {
      assertThat(met.add(Recordings.number(name)))
          .as(name + " is run, so it is not named")
          .isTrue();
    }
    assertThat(met).hasSize(Recordings.COUNT).contains(1, Recordings.COUNT);
    assertThat(Recordings.NAMED.values()).noneMatch(String::isBlank);
  }
}
