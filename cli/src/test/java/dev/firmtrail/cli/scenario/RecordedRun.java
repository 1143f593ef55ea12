package dev.firmtrail.cli.scenario;

import dev.firmtrail.cli.Pvr;
import dev.firmtrail.cli.frame.Session;
import dev.firmtrail.cli.frame.Session.Terminals;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.testkit.wire.Answer;
import dev.firmtrail.testkit.wire.WireLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One recorded command line, run by our program in a place of its own that is made as it was then,
 * and what came out otherwise than recorded.
 */
final class RecordedRun {
  /** When the recordings were made; what is dated or counts back from now depends on it. */
  private static final Clock THEN =
      Clock.fixed(Instant.parse("2026-11-22T19:34:53Z"), ZoneOffset.UTC);

  private static final Pattern LINES = Pattern.compile("(?<=\n)");

  private final WireLog log;
  private final Path home;
  private final Path config;
  private final Path cwd;
  private final String url;
  private final boolean isClone;
  private final Map<String, String> found = new TreeMap<>();

  RecordedRun(WireLog log, Path directory, String url) throws IOException {
    this.log = log;
    this.url = url;
    this.home = directory.resolve("home");
    this.config = Files.createDirectories(home.resolve(".pvr"));
    this.cwd = Files.createDirectory(directory.resolve("cwd"));
    this.isClone = log.command().contains("clone");
    prepare();
  }

  private void prepare() throws IOException {
    if (log.run().containsKey("auth.json before")) {
      Files.writeString(config.resolve("auth.json"), here("auth.json before"));
    }
    if (log.run().containsKey("target before")) {
      Path taken = Files.createDirectory(cwd.resolve(log.command().getLast()));
      Files.writeString(taken.resolve("file"), log.file("target before"));
    }
    if (!isClone || log.run().containsKey("pool before")) {
      fillPool(config.resolve("objects"));
      emptyPoolOfWhatWasFetched();
    }
    if (isClone) {
      return;
    }
    if (log.run().containsKey("auth.json after") && !log.run().containsKey("typed")) {
      Files.writeString(config.resolve("auth.json"), here("auth.json after"));
    }
    if (log.run().containsKey(".pvr/json") || log.command().contains("create")) {
      workspace();
    }
  }

  /** What differs from the record, by what it is; the value is ours. */
  Map<String, String> differences() {
    return found;
  }

  /**
   * Runs and compares.
   *
   * @param exit what the record is taken to say
   */
  void run(String exit) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Pvr.run(arguments(), session(out, err));
    compare("exit", exit, Integer.toString(code));
    if (log.run().containsKey("stdout")) {
      compare("stdout", sorted(here("stdout")), sorted(out.toString(StandardCharsets.UTF_8)));
    }
    if (log.run().containsKey("stderr")) {
      compare("stderr", here("stderr"), err.toString(StandardCharsets.UTF_8));
    }
    compareFile("auth.json", "auth.json after", config.resolve("auth.json"));
    if (isClone ? code == 0 : log.run().containsKey(".pvr/json")) {
      Path root = isClone ? cwd.resolve(log.command().getLast()) : cwd;
      compareFile(".pvr/json", ".pvr/json", root.resolve(".pvr/json"));
      compareFile(".pvr/config", ".pvr/config", root.resolve(".pvr/config"));
      if (!log.tree().isEmpty() && isClone) {
        compare("tree", sizes(log.tree()), sizes(tree(root)));
      }
    }
  }

  private List<String> arguments() {
    return log.command().stream()
        .skip(1)
        .map(word -> word.replace(WireLog.RECORDED_BASE, url))
        .toList();
  }

  private Session session(ByteArrayOutputStream out, ByteArrayOutputStream err) {
    byte[] typed = log.run().getOrDefault("typed", "").getBytes(StandardCharsets.UTF_8);
    return new Session(
        cwd,
        home,
        Map.of("PVR_BASEURL", url, "HOME", home.toString()),
        new ByteArrayInputStream(typed),
        out,
        err,
        THEN,
        log.run().containsKey("terminal") ? new Terminals(true, true, true) : Terminals.NONE);
  }

  /** A recorded text as it would be here. */
  private String here(String name) {
    return here(log, name);
  }

  private String here(WireLog source, String name) {
    return source
        .file(name)
        .replace(WireLog.RECORDED_BASE, url)
        .replace("$CWD", cwd.toString())
        .replaceAll("/base/wire/[^/]+/\\.pvr", config.toString())
        .replace("/base/wire/o5", cwd.resolve("workspace-o5").toString());
  }

  private void workspace() throws IOException {
    Path pvr = Files.createDirectory(cwd.resolve(".pvr"));
    WireLog source = log.run().containsKey(".pvr/json") ? log : WireLog.named("23-post-force");
    String before = source.run().containsKey(".pvr/json before") ? " before" : "";
    Files.writeString(pvr.resolve("json"), source.file(".pvr/json" + before));
    Files.writeString(pvr.resolve("config"), here(source, ".pvr/config" + before));
  }

  private void emptyPoolOfWhatWasFetched() throws IOException {
    for (String line : log.lines()) {
      if (line.startsWith("GET /objects/")) {
        Files.deleteIfExists(
            config.resolve("objects").resolve(line.substring("GET /objects/".length())));
      }
    }
  }

  /** What the recorded program had in its pool: the bytes stand in other recordings. */
  static void fillPool(Path pool) throws IOException {
    ObjectStore store = ObjectStore.open(pool);
    byte[] own = "own".getBytes(StandardCharsets.UTF_8);
    store.put(new ByteArrayInputStream(own), ObjectId.of(own), own.length);
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

  private void compareFile(String what, String name, Path file) throws IOException {
    if (log.run().containsKey(name)) {
      compare(what, here(name), Files.exists(file) ? Files.readString(file) : "");
    }
  }

  private static String sorted(String text) {
    return LINES.splitAsStream(text).sorted().collect(Collectors.joining());
  }

  static Map<String, Long> tree(Path root) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        sizes.put(root.relativize(file).toString(), Files.size(file));
      }
    }
    return sizes;
  }

  /** Without what depends on the length of this machine's paths, and our own cache. */
  static String sizes(Map<String, Long> tree) {
    Map<String, Long> compared = new TreeMap<>(tree);
    compared
        .keySet()
        .removeAll(Set.of(".pvr/config", ".pvr/firmtrail-stat", ".pvr/firmtrail-lock"));
    return compared.toString();
  }
}
