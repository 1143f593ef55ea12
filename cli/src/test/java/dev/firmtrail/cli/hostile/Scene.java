package dev.firmtrail.cli.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Pvr;
import dev.firmtrail.cli.Ran;
import dev.firmtrail.cli.frame.Session;
import dev.firmtrail.cli.frame.Session.Terminals;
import dev.firmtrail.hubclient.Patience;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.testkit.files.Directories;
import dev.firmtrail.testkit.tar.Tars;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A small world for one command: a home with a login, a workspace that was cloned from {@code
 * ada/box}, a second one beside it, an archive, a hub, and things outside that nobody may touch.
 */
final class Scene implements AutoCloseable {
  static final String REPOSITORY = "ada/box";
  static final String ARCHIVE = "../hostile.tar";
  static final String NEIGHBOUR = "../neighbour";
  static final String TOKEN = "eyJ0b2tlbiI6Im9mLWFkYSJ9";
  static final String PASSWORD = "correct horse battery";

  /** A command that has not ended by then hangs; the slowest takes a second. */
  private static final Duration WATCHDOG = Duration.ofSeconds(30);

  private static final Patience QUICK =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          List.of(Duration.ofMillis(1), Duration.ofMillis(1)),
          Duration.ofMillis(1));

  /** For a hub that is silent on purpose. */
  private static final Patience SHORT =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofMillis(250),
          List.of(Duration.ofMillis(1)),
          Duration.ofMillis(1));

  private final Path base;
  private final Typed command;
  private final LyingHub hub;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> shownAs = new HashMap<>();
  private final Map<String, byte[]> wanted = new HashMap<>();
  private final List<String> free = new ArrayList<>();
  private Patience patience = QUICK;
  private boolean atTerminal;
  private Hooks hooks = Hooks.NONE;
  private String typed = "";
  private String hubUrl;

  Scene(Path base, Typed command, LyingHub hub) throws IOException {
    this.base = base;
    this.hub = hub;
    this.command = command;
    this.hubUrl = hub.url();
    write("home/.pvr/config.json", "{\"Spec\":\"1\",\"AutoUpgrade\":true}");
    write(
        "home/.pvr/firmtrail.json",
        "{\"hub\":\"%1$s\",\"repositories\":\"%1$s\"}".formatted(hub.url()));
    write("home/.pvr/auth.json", tokens(hub.url()));
    write("outside/mine", "mine");
    workspace("ws", base.resolve("home/.pvr/objects"));
    workspace("neighbour", base.resolve("neighbour/.pvr/objects"));
    Files.write(base.resolve("good.tar"), archive().closed());
    Files.createDirectory(at("temporary"));
    environment.put("TMPDIR", at("temporary").toString());
    environment.put("NO_COLOR", "1");
    environment.put("HOME", base.resolve("home").toString());
  }

  static String tokens(String hub) {
    return "{\"spec\":\"1\",\"tokens\":{\"%1$s/auth realm=pantahub services\":{\"Name\":\"\",\"access-token\":\"%2$s\",\"refresh-token\":\"%2$s\"}}}"
        .formatted(hub, TOKEN);
  }

  private void workspace(String name, Path pool) throws IOException {
    write(name + "/.pvr/json", LyingHub.STATE);
    write(name + "/.pvr/config", config(hub.url() + "/" + REPOSITORY, pool));
    write(name + "/app/root", new String(LyingHub.ROOT, StandardCharsets.UTF_8));
    write(name + "/app/run.json", "{\"n\":1}");
    write(name + "/bsp/kernel.img", new String(LyingHub.KERNEL, StandardCharsets.UTF_8));
    Files.createDirectories(pool);
    Files.write(pool.resolve(LyingHub.ROOT_ID), LyingHub.ROOT);
    Files.write(pool.resolve(LyingHub.KERNEL_ID), LyingHub.KERNEL);
  }

  static String config(String repository, Path pool) {
    return "{\"DefaultGetUrl\":\"%1$s\",\"DefaultPutUrl\":\"%1$s\",\"DefaultPostUrl\":\"%1$s\",\"ObjectsDir\":\"%2$s\"}"
        .formatted(repository, pool);
  }

  /** An archive as an honest program writes it. */
  static Tars archive() {
    return new Tars()
        .file("json", LyingHub.STATE)
        .file("objects/" + LyingHub.ROOT_ID, LyingHub.ROOT)
        .file("objects/" + LyingHub.KERNEL_ID, LyingHub.KERNEL);
  }

  /** What will be run here. */
  Typed command() {
    return command;
  }

  Path base() {
    return base;
  }

  Path at(String path) {
    return base.resolve(path);
  }

  Path pool() {
    return at("home/.pvr/objects");
  }

  LyingHub hub() {
    return hub;
  }

  void write(String path, String content) throws IOException {
    write(path, content.getBytes(StandardCharsets.UTF_8));
  }

  void write(String path, byte[] content) throws IOException {
    Files.createDirectories(at(path).getParent());
    Files.write(at(path), content);
  }

  /** Gives the pool an object that nothing but this state needs. */
  ObjectId object(byte[] content) throws IOException {
    ObjectId id = ObjectId.of(content);
    Files.write(pool().resolve(id.hex()), content);
    return id;
  }

  /** What a command may change here even when it fails, beginning with this path. */
  void mayChange(String path) {
    free.add(path);
  }

  void shortPatience() {
    patience = SHORT;
  }

  /** Answers as the hub of this person, from another address. */
  void moveHubTo(String url) throws IOException {
    hubUrl = url;
    write(
        "home/.pvr/firmtrail.json", "{\"hub\":\"%1$s\",\"repositories\":\"%1$s\"}".formatted(url));
    write("home/.pvr/auth.json", tokens(url));
    shownAs(url, url.replaceFirst("//.*", "//HUB"));
    shownAs(url.replaceFirst("https?://", ""), "HUB");
  }

  /** A person sits at all streams. */
  void atTerminal() {
    atTerminal = true;
  }

  /** Does something while a command runs, when its progress comes to a point. */
  void when(Hooks now) {
    hooks = now;
    atTerminal = true;
  }

  void set(String variable, String value) {
    environment.put(variable, value);
  }

  /** What comes on standard input. */
  void types(String text) {
    typed = text;
  }

  /** What a file of a new work tree must hold when the command has succeeded. */
  void mustHold(String key, byte[] content) {
    wanted.put(key, content);
  }

  /** Looks at those. */
  void lookAtFiles() throws IOException {
    Path tree = at(command.words().getFirst().equals("clone") ? "got" : "ws");
    for (Map.Entry<String, byte[]> file : wanted.entrySet()) {
      assertThat(tree.resolve(file.getKey())).hasBinaryContent(file.getValue());
    }
  }

  /** Closed with the scene. */
  <C extends AutoCloseable> C with(C resource) {
    open.push(resource);
    return resource;
  }

  /** How a thing that is another one in each run stands on the page. */
  void shownAs(String thing, String name) {
    shownAs.put(thing, name);
  }

  /** Runs the command in the workspace. */
  Ran run() throws Exception {
    List<String> words =
        command.words().stream().map(word -> word.replace("{URL}", hubUrl + "/x.tgz")).toList();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    FutureTask<Integer> task = new FutureTask<>(() -> Pvr.run(words, session(out, err)));
    Thread thread = Thread.ofPlatform().daemon().name("pvr").start(task);
    try {
      int code = task.get(WATCHDOG.toSeconds(), TimeUnit.SECONDS);
      return new Ran(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } catch (TimeoutException hangs) {
      AssertionError where = new AssertionError("pvr " + words + " hangs here; it said: " + err);
      where.setStackTrace(thread.getStackTrace());
      thread.interrupt();
      throw where;
    } catch (ExecutionException broken) {
      throw new AssertionError("pvr " + words + " threw", broken.getCause());
    }
  }

  private Session session(OutputStream out, OutputStream err) {
    return new Session(
        at("ws"),
        at("home"),
        environment,
        new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
        out,
        err,
        hooks == Hooks.NONE ? Clock.systemUTC() : hooks.clock(),
        new Terminals(false, atTerminal, atTerminal),
        patience);
  }

  /** Places where a failed command may leave something. */
  List<String> free() {
    List<String> all = new ArrayList<>(free);
    all.add("ws/.pvr/firmtrail-stat");
    // A deployment begins with an empty workspace of its own, which waits for the next try.
    all.addAll(List.of("deployed/.pvr/", "deployed/\n"));
    return all;
  }

  /** The hook that did not come to its point, if there was one. */
  boolean allHappened() {
    return hooks.happened();
  }

  /** What was said, with what is another thing in each run under its name. */
  String plain(String said) {
    String plain = said;
    for (Map.Entry<String, String> each : shownAs.entrySet()) {
      plain = plain.replace(each.getKey(), each.getValue());
    }
    return plain
        .replace(hub.url(), "http://HUB")
        .replace(hub.url().replace("http://", ""), "HUB")
        .replace(base.toString(), "DIR")
        .replaceAll(" takes \\d+(?=$|;)", " takes so many")
        .replaceAll("127\\.0\\.0\\.1:\\d+", "ELSEWHERE");
  }

  @Override
  public void close() throws IOException {
    for (AutoCloseable each : open) {
      try {
        each.close();
      } catch (Exception broken) {
        throw new IOException("cannot end the scene", broken);
      }
    }
    Directories.remove(base);
  }
}
