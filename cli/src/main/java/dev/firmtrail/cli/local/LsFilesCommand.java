package dev.firmtrail.cli.local;

import dev.firmtrail.cli.changes.Side;
import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.remote.LocalPool;
import dev.firmtrail.cli.remote.Revisions;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateEntry;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import dev.firmtrail.workspace.Selection;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Lists the files of a state. */
public final class LsFilesCommand implements Command {
  private static final Flag LONG = Flag.on("with kind, object id and size", "long", "l");
  private static final Flag ADDED = Flag.on("the files that pvr add tracked", "added");
  private static final Flag UNTRACKED =
      Flag.on("the files of the work tree that are neither tracked nor ignored", "untracked");
  private static final Flag ZERO =
      Flag.on("end each line with NUL, so that every name can be told", "z");

  @Override
  public List<String> names() {
    return List.of("ls-files");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "List the files of a state",
        "[STATE] [PATTERN...]",
        List.of(
            "One path a line, from the top of the state, sorted by code point: of the committed state, or of the one that is"
                + " named. Patterns are those of pvr add, relative to the current directory, or to the top where there is no"
                + " workspace.",
            "With --long each line is KIND ID SIZE, a tab, and the path. KIND is object or json; ID is - for json, and SIZE, in"
                + " bytes, that of the canonical form; the size of an object is - where it is not in the pool.",
            Revisions.HELP),
        List.of(
            "pvr ls-files",
            "pvr ls-files -l @work '*.json'",
            "pvr ls-files @3 bsp",
            "pvr ls-files --untracked -z | xargs -0 ls -l"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(LONG, ADDED, UNTRACKED, ZERO);
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    List<String> words = call.positionals();
    boolean named = !words.isEmpty() && Revisions.isState(call, words.getFirst());
    List<String> patterns = named ? words.subList(1, words.size()) : words;
    if (call.isOn(ADDED) || call.isOn(UNTRACKED)) {
      if (named || call.isOn(LONG) || (call.isOn(ADDED) && call.isOn(UNTRACKED))) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "--added and --untracked are about names in the work tree: not together, not with a state, not with --long");
      }
      print(call, names(call, patterns));
      return ExitCode.OK;
    }
    Side side = Revisions.of(call, named ? words.getFirst() : "@committed");
    print(call, side, entries(call, side.state(), patterns));
    return ExitCode.OK;
  }

  private static Selection selection(Invocation call, List<String> patterns)
      throws CommandFailure, WorkspaceException, IOException {
    Optional<Workspace> workspace = call.findWorkspace();
    return workspace.isEmpty()
        ? Selection.inState(patterns)
        : workspace.get().selection(patterns, call.session().directory());
  }

  private static List<String> names(Invocation call, List<String> patterns)
      throws CommandFailure, WorkspaceException, IOException {
    Workspace workspace = call.workspace();
    List<String> names =
        call.isOn(ADDED)
            ? workspace.added()
            : workspace.status(call.console().progress()).untracked();
    Selection selection = selection(call, patterns);
    return names.stream().filter(name -> selection.means(name).isPresent()).toList();
  }

  private static List<Map.Entry<StatePath, StateEntry>> entries(
      Invocation call, State state, List<String> patterns)
      throws CommandFailure, WorkspaceException, IOException {
    Selection selection = selection(call, patterns);
    return state.entries().entrySet().stream()
        .filter(entry -> selection.means(entry.getKey().text()).isPresent())
        .toList();
  }

  private static void print(Invocation call, List<String> names)
      throws CommandFailure, IOException {
    Console console = call.console();
    if (console.wantsJson()) {
      console.json(JsonObject.builder().put("files", Json.ofStrings(names)).build());
      return;
    }
    for (String name : names) {
      line(call, "", name);
    }
  }

  private static void line(Invocation call, String before, String path)
      throws CommandFailure, IOException {
    Console console = call.console();
    console.data(before + (call.isOn(ZERO) ? path + "\0" : console.name(path) + "\n"));
  }

  private static void print(
      Invocation call, Side side, List<Map.Entry<StatePath, StateEntry>> entries)
      throws CommandFailure, IOException {
    Optional<ObjectStore> pool = LocalPool.of(call);
    List<Json> files = new ArrayList<>();
    for (Map.Entry<StatePath, StateEntry> entry : entries) {
      String path = entry.getKey().text();
      Optional<ObjectId> id = object(entry.getValue());
      OptionalLong size = size(entry.getValue(), pool);
      if (call.console().wantsJson()) {
        JsonObject.Builder file =
            JsonObject.builder().put("path", path).put("kind", id.isPresent() ? "object" : "json");
        id.ifPresent(object -> file.put("object", object.hex()));
        size.ifPresent(bytes -> file.put("size", bytes));
        files.add(file.build());
      } else if (call.isOn(LONG)) {
        String bytes = size.isPresent() ? String.valueOf(size.getAsLong()) : "-";
        String kind = id.map(object -> "object " + object.hex()).orElse("json -");
        line(call, kind + " " + bytes + "\t", path);
      } else {
        line(call, "", path);
      }
    }
    if (call.console().wantsJson()) {
      call.console()
          .json(
              JsonObject.builder()
                  .put("state", side.label())
                  .put("id", side.state().id().hex())
                  .put("files", new JsonArray(files))
                  .build());
    }
  }

  private static Optional<ObjectId> object(StateEntry entry) {
    return entry instanceof StateEntry.ObjectRef(ObjectId id) ? Optional.of(id) : Optional.empty();
  }

  private static OptionalLong size(StateEntry entry, Optional<ObjectStore> pool) {
    return switch (entry) {
      case StateEntry.ObjectRef(ObjectId id) ->
          pool.map(objects -> objects.size(id)).orElse(OptionalLong.empty());
      case StateEntry.Inline(Json json) -> OptionalLong.of(JsonWriter.CANONICAL.bytes(json).length);
    };
  }
}
