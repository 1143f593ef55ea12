package dev.firmtrail.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.model.ModelState.Parts;
import dev.firmtrail.cli.published.ArchiveRules;
import dev.firmtrail.cli.published.GoJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What happens between workspaces, archives and the hub. */
final class TransferOperations {
  private TransferOperations() {}

  static void get(World world, ModelWorkspace workspace, Move move) throws Exception {
    take(world, workspace, move, "get", ModelState::replaced);
  }

  static void merge(World world, ModelWorkspace workspace, Move move) throws Exception {
    take(world, workspace, move, "merge", ModelState::merged);
  }

  private interface Taking {
    ObjectNode of(ObjectNode own, ObjectNode source, Parts parts);
  }

  private static void take(
      World world, ModelWorkspace workspace, Move move, String command, Taking taking) {
    Source source = move.firstOf(sources(world));
    Parts parts = move.secondOf(Parts.SOME);
    ObjectNode next = taking.of(workspace.committed(), source.state(), parts);
    boolean fits = ModelState.isTree(next);
    if (fits) {
      workspace.adopt(next);
    }
    world.pvr(workspace, fits ? 0 : 3, command, source.from(workspace) + parts.fragment());
  }

  static void cloneParts(World world, ModelWorkspace workspace, Move move) throws Exception {
    Source source = move.firstOf(sources(world));
    Parts parts = move.secondOf(Parts.SOME);
    ObjectNode state = ModelState.only(source.state(), parts);
    world.cloned(state, "clone", source.reference() + parts.fragment());
  }

  static void export(World world, ModelWorkspace workspace, Move move) throws Exception {
    Parts parts = new Parts(move.secondOf(Parts.SOME).selections(), List.of());
    String name = "archive" + world.archives().size() + (move.first() % 2 == 0 ? ".tar" : ".tgz");
    ObjectNode state = ModelState.only(workspace.committed(), parts);
    if (parts.selections().isEmpty()) {
      world.pvr(workspace, 0, "export", "../" + name);
    } else {
      String list = String.join(",", parts.selections());
      world.pvr(workspace, 0, "export", "-p", list, "../" + name);
    }
    Path file = world.directory().resolve(name);
    assertThat(GoJson.canonical(ArchiveRules.check(file))).isEqualTo(GoJson.canonical(state));
    world.archives().add(new Source("./" + name, false, state.deepCopy()));
  }

  static void importArchive(World world, ModelWorkspace workspace, Move move) throws Exception {
    if (!world.archives().isEmpty()) {
      Source archive = move.firstOf(world.archives());
      workspace.adopt(archive.state());
      world.pvr(workspace, 0, "import", archive.from(workspace));
    }
  }

  /** What the other workspace has added stays, and so does its tree. */
  static void put(World world, ModelWorkspace workspace, Move move) throws Exception {
    ModelWorkspace other = move.firstOf(world.workspaces());
    if (!other.equals(workspace)) {
      other.adopt(workspace.committed());
      world.pvr(workspace, 0, "put", "../" + other.name);
    }
  }

  /**
   * Somewhere to take from.
   *
   * @param reference as it is typed in the directory above the workspaces
   */
  record Source(String reference, boolean onHub, ObjectNode state) {
    /** As it is typed in a workspace. */
    String from(ModelWorkspace workspace) {
      return onHub ? reference : "../" + reference;
    }
  }

  private static List<Source> sources(World world) {
    List<Source> sources = new ArrayList<>();
    for (ModelWorkspace each : world.workspaces()) {
      sources.add(new Source("./" + each.name, false, each.committed()));
    }
    sources.addAll(world.archives());
    ModelTrail trail = world.trail();
    for (int i = world.stepsBefore(); i < trail.steps().size(); i++) {
      String reference = trail.reference() + "/steps/" + i;
      sources.add(new Source(reference, true, trail.steps().get(i).state()));
    }
    return sources;
  }
}
