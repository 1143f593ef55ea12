package dev.firmtrail.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.cli.frame.Session.Terminals;
import dev.firmtrail.cli.model.ModelWorkspace.Compared;
import dev.firmtrail.cli.published.GoJson;
import dev.firmtrail.cli.published.ReadingRules;
import dev.firmtrail.testkit.files.Directories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** One row's workspaces on the disk and in the model, its trail, and what was typed so far. */
final class World {
  private final Path directory;
  private final Path home;
  private final HubView hub;
  private final ModelTrail trail;
  private final int stepsBefore;
  private final Map<String, String> objects = new HashMap<>();
  private final List<ModelWorkspace> workspaces = new ArrayList<>();
  private final List<TransferOperations.Source> archives = new ArrayList<>();
  private final List<String> script = new ArrayList<>();

  World(Path directory, Path home, HubView hub, ModelTrail trail) throws IOException {
    this.directory = directory;
    this.home = home;
    this.hub = hub;
    this.trail = trail;
    this.stepsBefore = trail.steps().size();
    ModelWorkspace first = new ModelWorkspace("ws", objects);
    Files.createDirectory(root(first));
    script.add("mkdir ws");
    pvr(first, 0, "init");
    workspaces.add(first);
  }

  ModelTrail trail() {
    return trail;
  }

  /** How many steps the trail had when the row began. */
  int stepsBefore() {
    return stepsBefore;
  }

  List<ModelWorkspace> workspaces() {
    return workspaces;
  }

  List<TransferOperations.Source> archives() {
    return archives;
  }

  Path directory() {
    return directory;
  }

  /** Does one thing, and compares what it was done to. */
  void play(Move move) throws Exception {
    ModelWorkspace workspace = Move.pick(workspaces, move.which());
    int before = workspaces.size();
    move.operation().run(this, workspace, move);
    check(workspace);
    for (ModelWorkspace clone : workspaces.subList(before, workspaces.size())) {
      check(clone);
    }
  }

  /** Compares all that the row worked on, what nothing was done to lately included. */
  void checkAll() throws IOException {
    for (ModelWorkspace workspace : workspaces) {
      check(workspace);
    }
  }

  /** Everything that was done, to be typed where a hub runs. */
  String script() {
    return """
    # on a hub that ada is logged in at
    cd "$(mktemp -d)" && mkdir before && (cd before && pvr init && pvr device create %s)
    (cd before && for i in $(seq 2 %d); do pvr post %s; done)
    """
            .formatted(trail.device(), stepsBefore, trail.reference())
        + String.join("\n", script);
  }

  Path root(ModelWorkspace workspace) {
    return directory.resolve(workspace.name);
  }

  void write(ModelWorkspace workspace, String key, String content) throws IOException {
    Path file = root(workspace).resolve(key);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, content);
    String name = quoted(workspace.name + "/" + key);
    script.add("mkdir -p \"$(dirname " + name + ")\"");
    script.add(
        "printf %b "
            + quoted(content.replace("\\", "\\\\").replace("\0", "\\0000"))
            + " > "
            + name);
  }

  void delete(ModelWorkspace workspace, String key) throws IOException {
    script.add("rm -r " + quoted(workspace.name + "/" + key));
    Directories.remove(root(workspace).resolve(key));
  }

  void makeDirectory(ModelWorkspace workspace, String key) throws IOException {
    script.add("mkdir -p " + quoted(workspace.name + "/" + key));
    Files.createDirectories(root(workspace).resolve(key));
  }

  void rename(ModelWorkspace workspace, String from, String to) throws IOException {
    String place = workspace.name + "/";
    script.add("mv " + quoted(place + from) + " " + quoted(place + to));
    Files.move(root(workspace).resolve(from), root(workspace).resolve(to));
  }

  Ran pvr(ModelWorkspace workspace, int exit, String... words) {
    return run(workspace.name, exit, words);
  }

  /** Runs a command in a directory of this world; it must end as expected. */
  Ran run(String where, int exit, String... words) {
    StringBuilder line = new StringBuilder("(cd " + quoted(where) + " && pvr");
    for (String word : words) {
      line.append(' ').append(quoted(word));
    }
    script.add(line + ") # must end with " + exit);
    Ran ran = Ran.with(directory.resolve(where), home, Map.of(), Terminals.NONE, words);
    assertThat(ran.code()).as("%s: %s", line, ran.err()).isEqualTo(exit);
    return ran;
  }

  /** Clones into a new workspace; only a state that is a tree can be checked out. */
  void cloned(ObjectNode state, String... words) {
    String name = "clone" + workspaces.size();
    ModelWorkspace clone = new ModelWorkspace(name, objects);
    clone.adopt(state.deepCopy());
    List<String> line = new ArrayList<>(List.of(words));
    line.add(name);
    run(".", 0, line.toArray(new String[0]));
    clone.checkOut(false);
    workspaces.add(clone);
  }

  /** What the hub says of the last step is what the model says. */
  void checkLastStep() throws Exception {
    hub.check(trail, trail.steps().size() - 1);
  }

  private void check(ModelWorkspace workspace) throws IOException {
    Path root = root(workspace);
    Path pvr = root.resolve(".pvr");
    checkTree(workspace, root);
    assertThat(Files.readString(pvr.resolve("json"))).as("json").isEqualTo(workspace.json);
    assertThat(text(pvr.resolve("new")))
        .as("new")
        .isEqualTo(workspace.hasNew ? Optional.of(workspace.newText()) : Optional.empty());
    assertThat(text(pvr.resolve("commitmsg"))).as("commitmsg").isEqualTo(workspace.message);
    Optional<Compared> compared = workspace.compare();
    Ran status = Ran.pvr(root, home, "status");
    assertThat(status.code())
        .as("status: %s", status.err())
        .isEqualTo(compared.isPresent() ? 0 : 3);
    compared.ifPresent(there ->
        assertThat(status.out().lines())
            .as("status")
            .containsExactlyInAnyOrderElementsOf(there.lines()));
    ReadingRules.checkWorkspace(root);
  }

  private static void checkTree(ModelWorkspace workspace, Path root) throws IOException {
    TreeMap<String, String> files = new TreeMap<>(GoJson.KEYS);
    TreeSet<String> directories = new TreeSet<>(GoJson.KEYS);
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.skip(1).toList()) {
        String key = root.relativize(path).toString();
        if (ModelWorkspace.isWithin(key, ".pvr")) {
          continue;
        }
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          directories.add(key);
        } else {
          files.put(key, Files.readString(path, StandardCharsets.UTF_8));
        }
      }
    }
    assertThat(files).as("files of %s", workspace.name).isEqualTo(workspace.files);
    assertThat(directories)
        .as("directories of %s", workspace.name)
        .isEqualTo(workspace.directories);
  }

  private static Optional<String> text(Path file) throws IOException {
    return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }

  static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./@:-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
