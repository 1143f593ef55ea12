package dev.firmtrail.dist;

import dev.firmtrail.cli.Pvr;
import dev.firmtrail.cli.frame.Session;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Somebody with a home of his own who runs {@code pvr}; his logins and his pool of objects are
 * nobody else's.
 */
record Person(String name, Path home) {
  static final String PASSWORD = "difference-engine";

  private static final Pattern TOKEN = Pattern.compile("\"access-token\"\\s*:\\s*\"([^\"]+)\"");

  Person {
    try {
      Files.createDirectories(home);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  Path configuration() {
    return home.resolve(".pvr");
  }

  /** The objects of all his workspaces. */
  Path pool() {
    return configuration().resolve("objects");
  }

  private Map<String, String> environment() {
    return Map.of("HOME", home.toString(), "PVR_CONFIG_DIR", configuration().toString());
  }

  /** Begins a run; what it says goes to a file. It reads nothing. */
  Process start(Path directory, Path said, List<String> command) throws IOException {
    return start(directory, said, command, Map.of());
  }

  Process start(Path directory, Path said, List<String> command, Map<String, String> more)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("PVR_"));
    builder.environment().putAll(environment());
    builder.environment().putAll(more);
    return builder
        .directory(directory.toFile())
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectErrorStream(true)
        .redirectOutput(said.toFile())
        .start();
  }

  static List<String> pvr(String... arguments) {
    List<String> command = new ArrayList<>(List.of(Launcher.PVR.path()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Runs the program. */
  Ended run(Path directory, String... arguments) throws IOException, InterruptedException {
    return runWithInput("", directory, arguments);
  }

  Ended runWithInput(String input, Path directory, String... arguments)
      throws IOException, InterruptedException {
    Path err = Files.createTempFile(home, "err", "");
    ProcessBuilder builder = new ProcessBuilder(pvr(arguments));
    builder.environment().keySet().removeIf(name -> name.startsWith("PVR_"));
    builder.environment().putAll(environment());
    Process process = builder.directory(directory.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Ended ended = new Ended(process.waitFor(), out, Files.readString(err));
    Files.delete(err);
    return ended;
  }

  /**
   * Runs the same command without a process of its own: for what is not the subject of the test.
   */
  Ended quickly(Path directory, String... arguments) {
    return quicklyWithInput("", directory, arguments);
  }

  private Ended quicklyWithInput(String input, Path directory, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Session session =
        new Session(
            directory.toAbsolutePath(),
            home,
            environment(),
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            out,
            err,
            Clock.systemUTC(),
            Session.Terminals.NONE);
    int code = Pvr.run(List.of(arguments), session);
    return new Ended(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Makes the account and logs in. */
  Person joins(URI hub) {
    String mail = name + "@example.com";
    quickly(home, "register", "-u", name, "-p", PASSWORD, "-e", mail, hub.toString()).done();
    return logsIn(hub);
  }

  Person logsIn(URI hub) {
    quicklyWithInput(name + "\n" + PASSWORD + "\n", home, "login", hub.toString()).done();
    return this;
  }

  /** The same account on another machine, where nothing but the login is. */
  Person elsewhere(Path otherHome) throws IOException {
    Person there = new Person(name, otherHome);
    Files.createDirectories(there.configuration());
    for (String file : List.of("auth.json", "config.json", "firmtrail.json")) {
      if (Files.exists(configuration().resolve(file))) {
        Files.copy(configuration().resolve(file), there.configuration().resolve(file));
      }
    }
    return there;
  }

  /** What the login left. */
  String token() throws IOException {
    Matcher token = TOKEN.matcher(Firmware.text(configuration().resolve("auth.json")));
    if (!token.find()) {
      throw new AssertionError("no token in auth.json");
    }
    return token.group(1);
  }
}
