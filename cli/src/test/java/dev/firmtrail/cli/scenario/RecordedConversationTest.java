package dev.firmtrail.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Pvr;
import dev.firmtrail.cli.frame.Session;
import dev.firmtrail.cli.frame.Session.Terminals;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.testkit.wire.Answer;
import dev.firmtrail.testkit.wire.Replay;
import dev.firmtrail.testkit.wire.WireLog;
import dev.firmtrail.testkit.wire.WireServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our program is run as the published one was when its talk with a hub was recorded, and the hub
 * answers as it did then: same exit code and the same files, except where the list of differences
 * says otherwise.
 */
class RecordedConversationTest {
  private static final Path RECORDINGS = Vectors.REPOSITORY.resolve("vectors/wire");

  /** Commands that are not there yet. */
  private static final Set<String> LATER = Set.of("stepinfo", "ps");

  private static RequestTable table;

  @TempDir Path directory;
  private final Map<String, String> found = new TreeMap<>();

  @BeforeAll
  static void readTable() throws IOException {
    table = new RequestTable();
  }

  @AfterAll
  static void allRowsWereMet() {
    table.checkThatEveryRowWasUsed();
  }

  static Stream<String> recordings() throws IOException {
    try (Stream<Path> files = Files.list(RECORDINGS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jsonl"))
          .map(name -> name.substring(0, name.length() - ".jsonl".length()))
          .filter(name -> WireLog.named(name).command().stream().noneMatch(LATER::contains))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void endsAsRecordedExceptOnPurpose(String name) throws IOException {
    WireLog log = WireLog.named(name);
    Replay replay = new Replay(log);
    Replay accounts = new Replay(WireLog.named("44-whoami"));
    boolean asksWhoItIs = name.startsWith("58-");
    try (WireServer server =
        WireServer.start((request, self) ->
            asksWhoItIs && request.path().equals("/auth/auth_status")
                ? accounts.answer(request, self)
                : replay.answer(request, self))) {
      run(log, server.url().toString());
      server.requests().forEach(table::check);
    }
    // The recorded program stopped at the first object that was refused; ours has asked for others.
    assertThat(replay.unexpected())
        .filteredOn(
            line -> !name.equals("81-fault-object-404") || !line.startsWith("GET /objects/"))
        .as("requests that the recording has nothing for")
        .isEmpty();
    Map<String, String> expected = new TreeMap<>();
    new Differences()
        .rows().stream()
            .filter(row -> row.scenario().equals("wire/" + name))
            .forEach(row -> expected.put(row.what(), row.ours()));
    assertThat(found).as("what differs from the record").isEqualTo(expected);
  }

  @Test
  void everyRowIsAboutARecording() throws IOException {
    Set<String> known = new TreeSet<>();
    recordings().forEach(name -> known.add("wire/" + name));
    assertThat(new Differences().rows())
        .filteredOn(row -> row.scenario().startsWith("wire/"))
        .allSatisfy(row -> assertThat(known).contains(row.scenario()));
  }

  private void run(WireLog log, String url) throws IOException {
    Path config = Files.createDirectories(directory.resolve("home/.pvr"));
    Path cwd = Files.createDirectory(directory.resolve("cwd"));
    boolean isClone = log.command().contains("clone");
    boolean hasWorkspace = log.run().containsKey(".pvr/json") || log.command().contains("device");
    if (!isClone) {
      fillPool(config.resolve("objects"));
      if (log.run().containsKey("auth.json after") && !log.run().containsKey("typed")) {
        Files.writeString(config.resolve("auth.json"), here(log, "auth.json after", url, config));
      }
      if (hasWorkspace) {
        workspace(cwd, log, url, config);
      }
    }
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit = pvr(log, url, cwd, err);
    compare("exit", log.exit(), Integer.toString(exit));
    if (log.run().containsKey("stderr")) {
      compare("stderr", here(log, "stderr", url, config), err.toString(StandardCharsets.UTF_8));
    }
    compareFile("auth.json", log, "auth.json after", url, config, config.resolve("auth.json"));
    if (isClone ? exit == 0 : log.run().containsKey(".pvr/json")) {
      Path root = isClone ? cwd.resolve(log.command().getLast()) : cwd;
      compareFile(".pvr/json", log, ".pvr/json", url, config, root.resolve(".pvr/json"));
      compareFile(".pvr/config", log, ".pvr/config", url, config, root.resolve(".pvr/config"));
      if (isClone) {
        compare("tree", sizes(log.tree()), sizes(tree(root)));
      }
    }
  }

  private int pvr(WireLog log, String url, Path cwd, ByteArrayOutputStream err) {
    List<String> arguments =
        log.command().stream()
            .skip(1)
            .map(word -> word.replace(WireLog.RECORDED_BASE, url))
            .toList();
    byte[] typed = log.run().getOrDefault("typed", "").getBytes(StandardCharsets.UTF_8);
    return Pvr.run(
        arguments,
        new Session(
            cwd,
            directory.resolve("home"),
            Map.of("PVR_BASEURL", url, "HOME", directory.resolve("home").toString()),
            new ByteArrayInputStream(typed),
            new ByteArrayOutputStream(),
            err,
            Clock.systemUTC(),
            Terminals.NONE));
  }

  /** A recorded text as it would be here. */
  private static String here(WireLog log, String name, String url, Path config) {
    return log.file(name)
        .replace(WireLog.RECORDED_BASE, url)
        .replaceAll("/base/wire/[^/]+/\\.pvr", config.toString())
        .replace(
            "/base/wire/o5", config.resolveSibling("../cwd/workspace-o5").normalize().toString());
  }

  private static void workspace(Path root, WireLog log, String url, Path config)
      throws IOException {
    Path pvr = Files.createDirectory(root.resolve(".pvr"));
    WireLog source = log.run().containsKey(".pvr/json") ? log : WireLog.named("23-post-force");
    Files.writeString(pvr.resolve("json"), source.file(".pvr/json"));
    Files.writeString(pvr.resolve("config"), here(source, ".pvr/config", url, config));
  }

  /** What the recorded program had in its pool: the bytes stand in other recordings. */
  private static void fillPool(Path pool) throws IOException {
    ObjectStore store = ObjectStore.open(pool);
    for (String name : List.of("01-clone-anon", "22-post-msg-rev-envelope", "29-post-step-500")) {
      for (WireLog.Exchange exchange : WireLog.named(name).exchanges()) {
        boolean put = exchange.request().method().equals("PUT");
        String body =
            !put && exchange.answer() instanceof Answer.Whole whole
                ? whole.body()
                : exchange.request().body();
        byte[] content = body.getBytes(StandardCharsets.ISO_8859_1);
        if (exchange.request().path().equals("/s3/" + ObjectId.of(content).hex())) {
          store.put(new ByteArrayInputStream(content), ObjectId.of(content), content.length);
        }
      }
    }
  }

  private void compare(String what, String recorded, String ours) {
    if (!ours.equals(recorded)) {
      found.put(what, ours);
    }
  }

  private void compareFile(
      String what, WireLog log, String name, String url, Path config, Path file)
      throws IOException {
    if (log.run().containsKey(name)) {
      compare(what, here(log, name, url, config), Files.exists(file) ? Files.readString(file) : "");
    }
  }

  private static Map<String, Long> tree(Path root) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        sizes.put(root.relativize(file).toString(), Files.size(file));
      }
    }
    return sizes;
  }

  /** Without what depends on the length of this machine's paths, and our own cache. */
  private static String sizes(Map<String, Long> tree) {
    Map<String, Long> compared = new TreeMap<>(tree);
    compared.keySet().removeAll(Set.of(".pvr/config", ".pvr/firmtrail-stat"));
    return compared.toString();
  }
}
