package dev.firmtrail.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Pvr;
import dev.firmtrail.cli.Ran;
import dev.firmtrail.cli.frame.Session;
import dev.firmtrail.cli.frame.Session.Terminals;
import dev.firmtrail.hub.Hub;
import dev.firmtrail.hub.HubConfig;
import dev.firmtrail.hub.usage.Bounds;
import dev.firmtrail.hub.web.ApiUrl;
import dev.firmtrail.hub.web.TrustedProxies;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.testkit.wire.CuttingProxy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A person's machine: a home, directories to work in, and {@code pvr} with what is typed into it.
 * When it is closed, nothing that was ever printed may hold a secret.
 */
final class Place implements AutoCloseable {
  static final String PASSWORD = "correct horse battery";

  private static final Pattern KEPT_TOKEN = Pattern.compile("\"access-token\": \"([^\"]+)\"");
  private static final Pattern SIGNED_URL = Pattern.compile("/local-s3/[A-Za-z0-9_.-]+");

  final Path base;
  final Path home;
  private final Map<String, String> environment = new HashMap<>();
  private final Set<String> secrets = new HashSet<>(Set.of(PASSWORD));
  private final List<String> printed = new ArrayList<>();

  Place(Path base) throws IOException {
    this.base = base;
    this.home = Files.createDirectories(base.resolve("home"));
    environment.put("HOME", home.toString());
  }

  /** A hub on a free port that keeps its things here. */
  static Hub hub(Path data) throws IOException {
    return Hub.start(HubConfig.loopback(data));
  }

  /** A hub that is reached over a wire that can break. */
  static Hub hub(Path data, CuttingProxy wire) throws IOException {
    InetSocketAddress address = freeAddress();
    wire.leadTo(address);
    return hub(data, address, wire.url());
  }

  /**
   * A hub behind something else.
   *
   * @param known where clients find it
   */
  static Hub hub(Path data, InetSocketAddress address, URI known) throws IOException {
    return Hub.start(
        new HubConfig(
            data,
            address,
            Optional.of(new ApiUrl(known.toString())),
            HubConfig.LARGEST_OBJECT,
            Optional.empty(),
            Optional.empty(),
            TrustedProxies.NOBODY,
            Bounds.STANDARD));
  }

  /** Nobody listens there yet. */
  static InetSocketAddress freeAddress() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      return new InetSocketAddress(free.getInetAddress(), free.getLocalPort());
    }
  }

  Path config() {
    return home.resolve(".pvr");
  }

  Path objects() {
    return config().resolve("objects");
  }

  void set(String variable, String value) {
    environment.put(variable, value);
  }

  /** Another text that must never be printed. */
  void secret(String text) {
    secrets.add(text);
  }

  Ran pvr(Path directory, String... arguments) throws IOException {
    return typing("", directory, arguments);
  }

  /** Runs, and what is typed comes on standard input. */
  Ran typing(String typed, Path directory, String... arguments) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Pvr.run(
            List.of(arguments),
            new Session(
                directory,
                home,
                environment,
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                out,
                err,
                Clock.systemUTC(),
                Terminals.NONE));
    Ran ran =
        new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    printed.add(ran.out() + ran.err());
    Path tokens = config().resolve("auth.json");
    if (Files.exists(tokens)) {
      Matcher token = KEPT_TOKEN.matcher(Files.readString(tokens));
      while (token.find()) {
        secrets.add(token.group(1));
      }
    }
    return ran;
  }

  /** Runs what must succeed. */
  Ran ok(Path directory, String... arguments) throws IOException {
    return good(pvr(directory, arguments));
  }

  static Ran good(Ran ran) {
    assertThat(ran.code()).as(ran.err()).isZero();
    return ran;
  }

  /** Makes an account and logs it in. */
  void person(String nick, URI hub) throws IOException {
    good(
        typing(
            PASSWORD + "\n",
            base,
            "register",
            "-u",
            nick,
            "-e",
            nick + "@example.org",
            hub.toString()));
    good(typing(nick + "\n" + PASSWORD + "\n", base, "login", hub.toString()));
  }

  /** A workspace with committed files: what ends in .json is inline. */
  Path workspace(String name, Map<String, String> files) throws IOException {
    Path ws = Files.createDirectory(base.resolve(name));
    ok(ws, "init");
    commit(ws, files);
    return ws;
  }

  void commit(Path ws, Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = ws.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    ok(ws, "add");
    ok(ws, "commit", "-m", "work");
  }

  static JsonObject json(Ran ran) {
    try {
      return JsonReader.readObject(good(ran).out().getBytes(StandardCharsets.UTF_8));
    } catch (JsonException broken) {
      throw new AssertionError(ran.out(), broken);
    }
  }

  static String text(JsonObject object, String member) {
    return object
        .string(member)
        .orElseThrow(() -> new AssertionError(member + " is missing in " + object.members()));
  }

  @Override
  public void close() {
    assertThat(printed)
        .allSatisfy(text -> {
          assertThat(text).doesNotContain(secrets);
          assertThat(SIGNED_URL.matcher(text).find()).as(text).isFalse();
        });
  }
}
