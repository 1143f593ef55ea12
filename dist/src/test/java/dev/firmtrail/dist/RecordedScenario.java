package dev.firmtrail.dist;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.testkit.files.Directories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the published program was recorded doing in one folder of {@code vectors/pvr}, as far as it
 * takes to do it again: see the README there.
 */
final class RecordedScenario {
  private static final Path VECTORS =
      Path.of(System.getProperty("firmtrail.root")).resolve("vectors/pvr");

  private final String name;
  private final Path base;
  private final JsonNode steps;

  /** How a command line is run. */
  @FunctionalInterface
  interface Runner {
    Ended run(Path directory, Map<String, String> environment, List<String> arguments)
        throws IOException, InterruptedException;
  }

  /**
   * A command that was looked at.
   *
   * @param command as it was recorded
   * @param theirs exit code, sorted lines of standard output, and the SHA-256 of {@code .pvr/json}
   *     where that was recorded
   */
  record Seen(String command, List<String> theirs, List<String> ours) {}

  /**
   * @param base an empty directory
   */
  RecordedScenario(String name, Path base) throws IOException {
    this.name = name;
    this.base = base;
    this.steps =
        JsonMapper.shared()
            .readTree(Files.readString(VECTORS.resolve(name).resolve("steps.json")))
            .path("steps");
    for (String directory : List.of("ws", "home", "tmp")) {
      Files.createDirectory(base.resolve(directory));
    }
  }

  /**
   * Does it again, up to the last of the chosen steps.
   *
   * @param chosen numbers of recorded commands: those are run by {@code looked} and compared
   * @param quick runs what must happen between them
   */
  List<Seen> replay(Set<Integer> chosen, Runner looked, Runner quick)
      throws IOException, InterruptedException {
    List<Seen> seen = new ArrayList<>();
    for (int i = 0; i < steps.size() && seen.size() < chosen.size(); i++) {
      JsonNode step = steps.get(i);
      if (!step.path("op").asString().equals("run")) {
        edit(step);
      } else if (chosen.contains(step.path("n").asInt())) {
        seen.add(compared(step, run(step, looked), steps.path(i + 1)));
      } else {
        run(step, quick);
      }
    }
    return seen;
  }

  private void edit(JsonNode step) throws IOException, InterruptedException {
    Path path = base.resolve("ws").resolve(here(step.path("path").asString("")));
    switch (step.path("op").asString()) {
      case "tree" -> unpack(Path.of(here(step.path("of").asString())), step.path("file"));
      case "rm" -> Directories.remove(path);
      case "mkdir" -> Files.createDirectories(path);
      case "write" -> {
        Files.createDirectories(path.resolve("..").normalize());
        Files.writeString(path, step.path("text").asString());
      }
      case "copy" -> Files.copy(VECTORS.resolve(name).resolve(step.path("file").asString()), path);
      case "snapshot", "listing", "file", "tarlist" -> {
        // What was there; only what follows a chosen command is looked at.
      }
      default -> throw new IllegalStateException("unknown step " + step);
    }
  }

  private Ended run(JsonNode step, Runner runner) throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>();
    environment.put("HOME", base.resolve("home").toString());
    step.path("env")
        .forEachEntry((variable, value) -> environment.put(variable, here(value.asString())));
    List<String> arguments =
        step.path("argv").valueStream().skip(1).map(word -> here(word.asString())).toList();
    return runner.run(Path.of(here(step.path("cwd").asString())), environment, arguments);
  }

  private Seen compared(JsonNode step, Ended ended, JsonNode next) throws IOException {
    List<String> theirs = new ArrayList<>(List.of(step.path("exit").asString()));
    List<String> ours = new ArrayList<>(List.of(Integer.toString(ended.code())));
    JsonNode out = step.path("stdout");
    byte[] text =
        out.has("base64")
            ? Base64.getDecoder().decode(out.path("base64").asString())
            : out.path("text").asString().getBytes(StandardCharsets.UTF_8);
    theirs.addAll(sorted(new String(text, StandardCharsets.UTF_8)));
    ours.addAll(sorted(there(ended.out())));
    if (next.path("pvr").has("json")) {
      Path json = Path.of(here(next.path("of").asString())).resolve(".pvr/json");
      theirs.add(next.path("pvr").path("json").path("sha256").asString());
      ours.add(ObjectId.of(Files.readAllBytes(json)).hex());
    }
    return new Seen(name + ": " + step.path("argv"), theirs, ours);
  }

  private static List<String> sorted(String text) {
    return text.lines().sorted().toList();
  }

  private void unpack(Path directory, JsonNode archive) throws IOException, InterruptedException {
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : entries.filter(path -> !path.endsWith(".pvr")).toList()) {
        Directories.remove(entry);
      }
    }
    Path tar = VECTORS.resolve(name).resolve(archive.asString());
    Tool.says(directory, "tar", "-xpf", tar.toString());
  }

  private String here(String recorded) {
    return recorded.replace("$BASE", base.toString()).replace("/base/" + name, base.toString());
  }

  private String there(String said) {
    return said.replace(base.toString(), "/base/" + name);
  }
}
