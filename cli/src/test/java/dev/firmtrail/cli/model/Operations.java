package dev.firmtrail.cli.model;

import dev.firmtrail.cli.model.ModelWorkspace.Compared;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What can happen to a workspace: each does it to the model and to the real one, and says how the
 * command must end. To add one is to add a line here.
 */
enum Operations {
  EDIT(6, Operations::edit),
  DELETE(2, Operations::delete),
  MKDIR(1, Operations::makeDirectory),
  RENAME(2, Operations::rename),
  ADD_ALL(4, Operations::addAll),
  ADD_ONE(2, Operations::addOne),
  COMMIT(5, Operations::commit),
  CHECKOUT(3, Operations::checkOut),
  POST(2, Operations::post),
  CLONE(1, TransferOperations::cloneParts),
  GET(2, TransferOperations::get),
  MERGE(2, TransferOperations::merge),
  EXPORT(1, TransferOperations::export),
  IMPORT(1, TransferOperations::importArchive),
  PUT(1, TransferOperations::put);

  private final int weight;

  @SuppressWarnings("ImmutableEnumChecker") // A method's name; its type does not say so.
  private final Action action;

  private interface Action {
    void on(World world, ModelWorkspace workspace, Move move) throws Exception;
  }

  Operations(int weight, Action action) {
    this.weight = weight;
    this.action = action;
  }

  /** Each as often as it shall come; the simplest first. */
  static List<Operations> weighted() {
    List<Operations> weighted = new ArrayList<>();
    for (Operations operation : values()) {
      weighted.addAll(Collections.nCopies(operation.weight, operation));
    }
    return weighted;
  }

  void run(World world, ModelWorkspace workspace, Move move) throws Exception {
    action.on(world, workspace, move);
  }

  private static void edit(World world, ModelWorkspace workspace, Move move) throws Exception {
    String key = move.firstOf(Alphabet.KEYS);
    if (!workspace.isBelowAFile(key) && !workspace.directories.contains(key)) {
      String content = Alphabet.content(key, move.second());
      workspace.write(key, content);
      world.write(workspace, key, content);
    }
  }

  private static void delete(World world, ModelWorkspace workspace, Move move) throws Exception {
    List<String> names = new ArrayList<>(workspace.files.keySet());
    names.addAll(workspace.directories);
    if (!names.isEmpty()) {
      String key = move.firstOf(names);
      workspace.delete(key);
      world.delete(workspace, key);
    }
  }

  private static void makeDirectory(World world, ModelWorkspace workspace, Move move)
      throws Exception {
    String key = move.firstOf(Alphabet.DIRECTORIES);
    if (!workspace.files.containsKey(key) && !workspace.isBelowAFile(key)) {
      workspace.makeDirectory(key);
      world.makeDirectory(workspace, key);
    }
  }

  private static void rename(World world, ModelWorkspace workspace, Move move) throws Exception {
    List<String> names = new ArrayList<>(workspace.files.keySet());
    names.addAll(workspace.directories);
    String to = move.secondOf(Alphabet.KEYS);
    if (names.isEmpty() || workspace.exists(to)) {
      return;
    }
    String from = move.firstOf(names);
    boolean hasPlace = workspace.directories.containsAll(ModelWorkspace.parents(to));
    if (hasPlace && !ModelWorkspace.isWithin(to, from)) {
      workspace.rename(from, to);
      world.rename(workspace, from, to);
    }
  }

  private static void addAll(World world, ModelWorkspace workspace, Move move) throws Exception {
    List.copyOf(workspace.files.keySet()).forEach(key -> workspace.add(key, false));
    workspace.hasNew = true;
    world.pvr(workspace, 0, "add", ".");
  }

  private static void addOne(World world, ModelWorkspace workspace, Move move) throws Exception {
    boolean raw = move.second() % 2 == 0;
    String key =
        workspace.files.isEmpty() ? "a" : move.firstOf(List.copyOf(workspace.files.keySet()));
    if (workspace.files.containsKey(key)) {
      workspace.add(key, raw);
    }
    workspace.hasNew = true;
    if (raw) {
      world.pvr(workspace, 0, "add", "--raw", key);
    } else {
      world.pvr(workspace, 0, "add", key);
    }
  }

  private static void commit(World world, ModelWorkspace workspace, Move move) throws Exception {
    String message = "message " + move.first();
    Optional<Compared> compared = workspace.compare();
    compared.ifPresent(there -> workspace.commit(there.next(), message));
    world.pvr(workspace, compared.isPresent() ? 0 : 1, "commit", "-m", message);
  }

  private static void checkOut(World world, ModelWorkspace workspace, Move move) throws Exception {
    boolean canonical = move.first() % 3 == 0;
    boolean can = workspace.canCheckOut();
    if (can) {
      workspace.checkOut(canonical);
    }
    String[] words = canonical ? new String[] {"checkout", "-c"} : new String[] {"checkout"};
    world.pvr(workspace, can ? 0 : 3, words);
  }

  private static void post(World world, ModelWorkspace workspace, Move move) throws Exception {
    String message = "step " + move.first();
    world.trail().append(message, workspace.committed());
    world.pvr(workspace, 0, "post", "-m", message, world.trail().reference());
    world.checkLastStep();
  }
}
