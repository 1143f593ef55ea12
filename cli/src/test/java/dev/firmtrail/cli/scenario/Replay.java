package dev.firmtrail.cli.scenario;

import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonString;
import dev.firmtrail.testkit.files.Directories;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Runs one scenario's steps in a fresh directory and notes what is not as recorded. */
public final class Replay {
  /** After each newline, so that a missing last one counts. */
  private static final Pattern LINES = Pattern.compile("(?<=\n)");

  /** Signatures by EC keys differ from one run to the next; those by RSA keys do not. */
  private static final Pattern EC_SIGNATURE =
      Pattern.compile("(\"signature\": ?\")([A-Za-z0-9_-]{86}|[A-Za-z0-9_-]{128})\"");

  /** Where the recordings had their keys. */
  private static final String KEYS = "/keys/";

  private final Scenario scenario;
  private final Path base;
  private final boolean compat;
  private final Set<Long> skipped;
  private final Set<String> skippedCommands;
  private final Program program;
  private final List<Observation> observations = new ArrayList<>();

  /**
   * @param base an empty directory
   * @param compat run with {@code PVR_COMPAT=1}
   * @param skipped steps that are not run
   * @param skippedCommands first words that are not run
   */
  public Replay(
      Scenario scenario,
      Path base,
      boolean compat,
      Set<Long> skipped,
      Set<String> skippedCommands,
      Program program) {
    this.scenario = scenario;
    this.base = base;
    this.compat = compat;
    this.skipped = skipped;
    this.skippedCommands = skippedCommands;
    this.program = program;
  }

  /** Runs it, and tells what was not as recorded. */
  public List<Observation> run() throws IOException, InterruptedException {
    for (String directory : List.of("ws", "home", "tmp")) {
      Files.createDirectory(base.resolve(directory));
    }
    for (JsonObject step : scenario.steps()) {
      long number = step.integer("n").orElse(-1L);
      if (!skipped.contains(number)) {
        step(step, number);
      }
    }
    return observations;
  }

  private void step(JsonObject step, long number) throws IOException, InterruptedException {
    switch (step.string("op").orElseThrow()) {
      case "run" -> command(step, number);
      case "snapshot" -> snapshot(step, number);
      case "listing" -> listing(step, number);
      case "file" -> file(step, number);
      case "tarlist" -> archive(step, number);
      case "copy" ->
          Files.copy(scenario.directory().resolve(text(step, "file")), place(text(step, "path")));
      case "tree" ->
          Tree.replace(place(text(step, "of")), scenario.directory().resolve(text(step, "file")));
      case "rm" -> Directories.remove(inWorkspace(text(step, "path")));
      case "mkdir" -> Files.createDirectories(inWorkspace(text(step, "path")));
      case "write" -> Tree.write(inWorkspace(text(step, "path")), text(step, "text"));
      default -> throw new IllegalStateException("unknown step " + step);
    }
  }

  private void command(JsonObject step, long number) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(Vectors.strings(step, "argv"));
    arguments.removeFirst();
    if (!arguments.isEmpty() && skippedCommands.contains(arguments.getFirst())) {
      return;
    }
    arguments.replaceAll(this::toOurs);
    Clock clock =
        step.string("clock")
            .map(time -> Clock.fixed(Instant.parse(time), ZoneOffset.UTC))
            .orElse(Clock.systemUTC());
    Program.Output ran =
        program.run(
            new Program.Call(
                scenario.name(),
                number,
                place(text(step, "cwd")),
                environment(step),
                clock,
                arguments));
    String exit = step.integer("exit").map(String::valueOf).orElseGet(() -> text(step, "exit"));
    compare(number, "exit", exit, String.valueOf(ran.code()));
    output(number, "stdout", step, ran.out());
    if (List.of("commit", "ci").contains(arguments.isEmpty() ? "" : arguments.getFirst())
        && exit.equals("0")) {
      output(number, "stderr", step, ran.err());
    } else if (arguments.contains("update")) {
      output(number, "stderr", step, updated(ran.err()));
    }
  }

  /** Ours shows what is signed as well. */
  private static String updated(String stderr) {
    return LINES
        .splitAsStream(stderr)
        .filter(line -> line.startsWith("Updating"))
        .collect(Collectors.joining());
  }

  private Map<String, String> environment(JsonObject step) {
    Map<String, String> environment = new HashMap<>();
    environment.put("HOME", base.resolve("home").toString());
    // What commit says of signatures is ours alone, and what it says else is compared.
    environment.put("PVR_SIGNATURES", "ignore");
    if (compat) {
      environment.put("PVR_COMPAT", "1");
    }
    step.object("env")
        .ifPresent(given ->
            given
                .members()
                .forEach(
                    (name, value) -> environment.put(name, toOurs(((JsonString) value).value()))));
    return environment;
  }

  /**
   * Compared line by line without their order; a text that was recorded by its hash alone is theirs
   * and not compared.
   */
  private void output(long number, String stream, JsonObject step, String ours) {
    JsonObject recorded = step.object(stream).orElseThrow();
    String theirs;
    if (recorded.string("text").isPresent()) {
      theirs =
          new String(
              text(recorded, "text").getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    } else if (recorded.string("base64").isPresent()) {
      theirs =
          new String(
              Base64.getDecoder().decode(text(recorded, "base64")), StandardCharsets.ISO_8859_1);
    } else {
      return;
    }
    String sorted = sortedLines(toRecorded(ours));
    compare(number, stream, withoutChance(sortedLines(theirs)), withoutChance(sorted));
  }

  private static String sortedLines(String text) {
    return LINES.splitAsStream(text).sorted().collect(Collectors.joining());
  }

  private void snapshot(JsonObject step, long number) throws IOException {
    Path pvr = place(text(step, "of")).resolve(".pvr");
    JsonObject recorded = step.object("pvr").orElseThrow();
    for (String name : List.of("json", "new", "config", "commitmsg")) {
      Optional<JsonObject> recordedFile = recorded.object(name);
      String theirs =
          recordedFile
              .map(file ->
                  file.string("sha256").orElseGet(() -> Tree.sha256(utf8(text(file, "text")))))
              .orElse("none");
      Path file = pvr.resolve(name);
      String ours =
          Files.isRegularFile(file)
              ? Tree.sha256(utf8(toRecorded(Files.readString(file))))
              : "none";
      Optional<String> saved = recordedFile.flatMap(stored -> stored.string("file"));
      if (saved.isEmpty() || !differsByChanceAlone(file, saved.get())) {
        compare(number, name, theirs, ours);
      }
    }
    compare(number, "files", String.join(" ", Vectors.strings(step, "pvr_dir")), Tree.names(pvr));
    compare(
        number,
        "objects",
        Tree.objects(step.object("objects").orElse(JsonObject.EMPTY)),
        Tree.objects(place(text(step, "objects_dir"))));
  }

  private void listing(JsonObject step, long number) throws IOException {
    Map<String, String> theirs = Tree.entries(Vectors.objects(step, "entries"));
    Map<String, String> ours = Tree.entries(place(text(step, "of")));
    Map<String, String> both = new HashMap<>(theirs);
    both.entrySet().retainAll(ours.entrySet());
    theirs.keySet().removeAll(both.keySet());
    ours.keySet().removeAll(both.keySet());
    compare(number, "tree", theirs.toString(), ours.toString());
  }

  /** Whether a file has but other signatures than the recorded one, by EC keys. */
  private boolean differsByChanceAlone(Path file, String saved) throws IOException {
    Path recorded = scenario.directory().resolve(saved);
    return Files.isRegularFile(file)
        && Files.isRegularFile(recorded)
        && withoutChance(Files.readString(file, StandardCharsets.ISO_8859_1))
            .equals(withoutChance(Files.readString(recorded, StandardCharsets.ISO_8859_1)));
  }

  private static String withoutChance(String text) {
    return EC_SIGNATURE.matcher(text).replaceAll("$1by chance\"");
  }

  /**
   * Where the bytes are not those of the record, ours are named by what is inside: how they are
   * compressed depends on the JDK.
   */
  private void file(JsonObject step, long number) throws IOException {
    Path file = place(text(step, "path"));
    String theirs = text(step, "sha256");
    if (!Files.exists(file)) {
      compare(number, "file", theirs, "none");
    } else if (!theirs.equals(Tree.sha256(Files.readAllBytes(file)))) {
      Optional<String> saved = step.string("saved");
      if (saved.isPresent() && differsByChanceAlone(file, saved.get())) {
        return;
      }
      try (InputStream in = TarEntries.open(file)) {
        compare(number, "file", theirs, Tree.sha256(in.readAllBytes()));
      }
    }
  }

  /** Members are compared without their order, but for the first. */
  private void archive(JsonObject step, long number) throws IOException {
    TarEntries theirs = TarEntries.recorded(Vectors.objects(step, "entries"));
    TarEntries ours = TarEntries.of(place(text(step, "path")));
    compare(number, "first member", theirs.first(), ours.first());
    compare(number, "members", theirs.without(ours), ours.without(theirs));
    compare(number, "times", String.valueOf(theirs.times()), String.valueOf(ours.times()));
  }

  private void compare(long number, String what, String theirs, String ours) {
    if (!theirs.equals(ours)) {
      observations.add(new Observation(number, what, theirs, Tree.brief(ours)));
    }
  }

  private Path inWorkspace(String path) {
    return path.startsWith("$BASE") ? place(path) : base.resolve("ws").resolve(path);
  }

  private Path place(String recorded) {
    return Path.of(toOurs(recorded));
  }

  private String toOurs(String recorded) {
    if (recorded.startsWith(KEYS)) {
      return Vectors.PVR.resolve("keys").resolve(recorded.substring(KEYS.length())).toString();
    }
    return recorded
        .replace("$BASE", base.toString())
        .replace(scenario.recordedBase(), base.toString());
  }

  private String toRecorded(String ours) {
    return ours.replace(base.toString(), scenario.recordedBase());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(JsonObject step, String name) {
    return step.string(name).orElse("");
  }
}
