package dev.firmtrail.cli.local;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateEntry;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads every object of the committed state and says which are not what their id says. */
public final class FsckCommand implements Command {
  @Override
  public List<String> names() {
    return List.of("fsck");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Check every object of the committed state against its id",
        "",
        List.of(
            "One line for each path whose object is missing or corrupt, and exit code 10. Nothing is changed. A missing or"
                + " corrupt object comes back when the file is committed again, or with the state from a hub."),
        List.of("pvr fsck && pvr checkout"));
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    Console console = call.console();
    Workspace workspace = call.workspace();
    State state = workspace.pristine();
    Set<ObjectId> ids = state.objects();
    List<ObjectId> missing = new ArrayList<>();
    List<ObjectId> corrupt = new ArrayList<>();
    sort(workspace.objects(), ids, missing, corrupt, console.progress());
    if (console.wantsJson()) {
      console.json(
          JsonObject.builder()
              .put("id", state.id().hex())
              .put("checked", ids.size())
              .put("missing", Json.ofStrings(pathsOf(state, missing)))
              .put("corrupt", Json.ofStrings(pathsOf(state, corrupt)))
              .build());
    } else {
      lines(console, "missing", state, missing);
      lines(console, "corrupt", state, corrupt);
    }
    if (missing.isEmpty() && corrupt.isEmpty()) {
      console.notice(ids.size() + " objects checked, all are what their ids say");
      return ExitCode.OK;
    }
    return ExitCode.DAMAGED;
  }

  private static void sort(
      ObjectStore store,
      Set<ObjectId> ids,
      List<ObjectId> missing,
      List<ObjectId> corrupt,
      Progress progress)
      throws IOException {
    long total = ids.stream().mapToLong(id -> store.size(id).orElse(0)).sum();
    progress.begin("checking", total);
    for (ObjectId id : ids) {
      if (!store.contains(id)) {
        missing.add(id);
      } else {
        if (!store.verify(id)) {
          corrupt.add(id);
        }
        progress.advance(store.size(id).orElse(0));
      }
    }
    progress.end();
  }

  private static void lines(Console console, String what, State state, List<ObjectId> ids)
      throws IOException {
    for (String path : pathsOf(state, ids)) {
      console.dataLine(what + " " + console.name(path));
    }
  }

  private static List<String> pathsOf(State state, List<ObjectId> ids) {
    return state.entries().entrySet().stream()
        .filter(entry ->
            entry.getValue() instanceof StateEntry.ObjectRef(ObjectId id) && ids.contains(id))
        .map(entry -> entry.getKey().text())
        .toList();
  }
}
