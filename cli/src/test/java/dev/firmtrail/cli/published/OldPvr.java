package dev.firmtrail.cli.published;

import dev.firmtrail.cli.scenario.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code init}, {@code add}, {@code status}, {@code commit} and {@code checkout} by the rules of
 * the published program, as far as files are well-formed.
 */
public final class OldPvr implements Program {
  @Override
  public Output run(Call call) throws IOException {
    Path config = Path.of(call.environment().getOrDefault("HOME", "")).resolve(".pvr");
    prepare(config);
    List<String> words = call.arguments();
    String command = words.getFirst();
    List<String> rest = words.subList(1, words.size());
    StringBuilder out = new StringBuilder();
    StringBuilder err = new StringBuilder();
    Path here = call.directory();
    int failure = command.equals("commit") ? 1 : 3;
    if (command.equals("init")) {
      init(here, config);
      return new Output(0, "", "");
    }
    if (!Files.isRegularFile(here.resolve(".pvr/json"))) {
      return new Output(failure, "", "Invalid JSON Document\n");
    }
    try {
      OldWorkspace workspace = new OldWorkspace(here);
      switch (command) {
        case "add" -> add(workspace, rest);
        case "status" -> status(workspace, out);
        case "commit" -> commit(workspace, message(rest), err);
        case "checkout" -> checkout(workspace, rest.contains("-c"));
        default -> throw new IllegalStateException("no rules for " + command);
      }
      return new Output(0, bytes(out), bytes(err));
    } catch (IllegalArgumentException | UncheckedIOException refused) {
      return new Output(failure, bytes(out), bytes(err) + refused.getMessage() + "\n");
    }
  }

  private static String bytes(StringBuilder text) {
    return new String(
        text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static void prepare(Path config) throws IOException {
    if (!Files.exists(config)) {
      Files.createDirectory(config);
      Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rwx------"));
    }
    Path settings = config.resolve("config.json");
    if (!Files.exists(settings)) {
      Files.writeString(
          settings, "{\"Spec\":\"1\",\"AutoUpgrade\":true,\"DistributionTag\":\"develop\"}");
    }
  }

  private static void init(Path root, Path config) throws IOException {
    Path pvr = root.resolve(".pvr");
    if (Files.exists(pvr)) {
      return;
    }
    Path objects = Files.createDirectories(config.resolve("objects"));
    Files.createDirectory(pvr);
    Files.writeString(pvr.resolve("json"), "{ \"#spec\": \"pantavisor-service-system@1\" }");
    ObjectNode settings = JsonNodeFactory.instance.objectNode();
    settings.put("ObjectsDir", objects.toString());
    Files.writeString(
        pvr.resolve("config"),
        "{\n\t\"DefaultGetUrl\": \"\",\n\t\"DefaultPutUrl\": \"\",\n\t\"DefaultPostUrl\": \"\",\n\t\"ObjectsDir\": "
            + settings.get("ObjectsDir")
            + ",\n\t\"AccessTokens\": {},\n\t\"RefreshTokens\": {}\n}");
  }

  private static void add(OldWorkspace workspace, List<String> words) throws IOException {
    boolean raw = words.contains("--raw");
    List<String> globs = words.stream().filter(word -> !word.equals("--raw")).toList();
    ObjectNode added = workspace.added;
    for (String key : workspace.tree()) {
      boolean wanted =
          globs.isEmpty()
              || globs.contains(".")
              || globs.stream().anyMatch(glob -> matches(glob, key));
      Path file = workspace.root.resolve(key);
      if (wanted && !key.startsWith(".pv") && Files.isRegularFile(file)) {
        ObjectNode entry = added.putObject(key);
        entry.put("ForceObject", raw);
        entry.put("Sha", OldWorkspace.sha(file));
      }
    }
    workspace.write("new", GoJson.canonical(added));
  }

  /** No brackets and no backslashes, which nobody uses here. */
  private static boolean matches(String glob, String key) {
    String pattern =
        Pattern.compile("[*?]")
            .splitAsStream(glob.replace("*", "*\0").replace("?", "?\0"))
            .map(piece -> piece.startsWith("\0") ? piece.substring(1) : piece)
            .map(Pattern::quote)
            .collect(Collectors.joining("[^/]*"));
    return Pattern.matches(pattern, key);
  }

  private static void status(OldWorkspace workspace, StringBuilder out) throws IOException {
    ObjectNode diff = workspace.diff();
    diff.forEachEntry((key, value) -> {
      out.append(letter(workspace, key, value)).append(' ').append(key).append('\n');
    });
    for (String key : workspace.tree()) {
      if (!workspace.isTracked(key) && !key.startsWith(".pvr/") && !key.startsWith(".pv/")) {
        out.append("? ").append(key).append('\n');
      }
    }
  }

  private static char letter(OldWorkspace workspace, String key, JsonNode value) {
    if (value.isNull()) {
      return 'D';
    }
    return workspace.pristine.has(key) ? 'C' : 'A';
  }

  private static String message(List<String> words) {
    return words.isEmpty() ? "** No commit message **" : words.get(1);
  }

  private static void commit(OldWorkspace workspace, String message, StringBuilder err)
      throws IOException {
    ObjectNode diff = workspace.diff();
    for (Map.Entry<String, JsonNode> change : diff.properties()) {
      String key = change.getKey();
      char letter = letter(workspace, key, change.getValue());
      // What has changed into a text like an id is taken for one.
      boolean inline =
          letter == 'C'
              ? key.endsWith(".json") && !GoJson.looksLikeAnId(change.getValue())
              : workspace.isInline(key);
      String sha = change.getValue().asString("");
      if (letter != 'D' && !inline) {
        byte[] content = Files.readAllBytes(workspace.root.resolve(key));
        OldWorkspace.replace(workspace.objects.resolve(OldWorkspace.sha(content)), content);
      }
      String path = workspace.root + "/" + key;
      err.append(
              switch (letter) {
                case 'D' -> "Removing " + key;
                case 'C' -> "Committing (" + (inline ? "inline" : "raw") + "): " + path;
                default -> inline ? "Adding inline " + key : "Adding raw " + path + " with " + sha;
              })
          .append('\n');
    }
    workspace.write("commitmsg", message);
    workspace.write("json", GoJson.canonical(OldMergePatch.apply(workspace.pristine, diff)));
    Files.deleteIfExists(workspace.root.resolve(".pvr/new"));
  }

  private static void checkout(OldWorkspace workspace, boolean canonical) throws IOException {
    for (Map.Entry<String, JsonNode> entry : workspace.pristine.properties()) {
      String key = entry.getKey();
      JsonNode value = entry.getValue();
      if (key.startsWith(OldWorkspace.SPEC)) {
        continue;
      }
      Path file = workspace.root.resolve(key);
      try {
        Files.createDirectories(file.resolveSibling("."));
        if (key.endsWith(".json") && !GoJson.looksLikeAnId(value)) {
          String text = canonical ? GoJson.canonical(value) : GoJson.pretty(value);
          OldWorkspace.replace(file, text.getBytes(StandardCharsets.UTF_8));
        } else {
          OldWorkspace.replace(file, object(workspace, value.asString()));
        }
      } catch (IOException inTheWay) {
        throw new UncheckedIOException(inTheWay);
      }
    }
    Files.deleteIfExists(workspace.root.resolve(".pvr/new"));
  }

  private static byte[] object(OldWorkspace workspace, String id) throws IOException {
    byte[] content = Files.readAllBytes(workspace.objects.resolve(id));
    if (!OldWorkspace.sha(content).equals(id)) {
      throw new IllegalArgumentException("Object cannot be checked out; wrong sha");
    }
    return content;
  }
}
