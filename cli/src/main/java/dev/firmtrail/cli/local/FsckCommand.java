package dev.firmtrail.cli.local;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.objects.FsckReport;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateEntry;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads every object of the workspace's store and says which are not what their ids say. */
public final class FsckCommand implements Command {
  private static final Flag REPAIR_FROM =
      Flag.of(
          "DIR", "replace what is bad by good copies from another store of objects", "repair-from");

  @Override
  public List<String> names() {
    return List.of("fsck");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Check every object against its id",
        "",
        List.of(
            "Reads the whole store that this workspace uses and asks for every object of the committed state. One line for"
                + " each that is missing, corrupt or unreadable, with the paths that need it; exit code 10 when any of them"
                + " stays so. Nothing is changed unless there is a store to repair from."),
        List.of("pvr fsck", "pvr fsck --repair-from /mnt/backup/objects"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(REPAIR_FROM);
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    Console console = call.console();
    Workspace workspace = call.workspace();
    State state = workspace.pristine();
    FsckReport report = workspace.fsck(source(call), console.progress());
    if (console.wantsJson()) {
      console.json(json(state, report));
    } else {
      lines(console, "missing", report.missing(), state, report);
      lines(console, "corrupt", report.corrupt(), state, report);
      lines(console, "unreadable", report.unreadable(), state, report);
    }
    console.notice(report.checked() + " objects checked, " + report.bytes() + " bytes");
    return report.good() ? ExitCode.OK : ExitCode.DAMAGED;
  }

  private static Optional<ObjectStore> source(Invocation call) throws CommandFailure, IOException {
    Optional<String> given = call.text(REPAIR_FROM);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    Path directory = call.session().directory().resolve(given.get());
    if (!Files.isDirectory(directory)) {
      throw new CommandFailure(
          ExitCode.USAGE, "no directory of objects to repair from: " + directory);
    }
    return Optional.of(ObjectStore.open(directory));
  }

  private static void lines(
      Console console, String what, List<ObjectId> ids, State state, FsckReport report)
      throws IOException {
    for (ObjectId id : ids) {
      StringBuilder line = new StringBuilder(what).append(' ').append(id);
      pathsOf(state, id).forEach(path -> line.append(' ').append(console.name(path)));
      console.dataLine(line.append(report.repaired().contains(id) ? ", repaired" : "").toString());
    }
  }

  private static List<String> pathsOf(State state, ObjectId id) {
    return state.entries().entrySet().stream()
        .filter(entry -> entry.getValue().equals(new StateEntry.ObjectRef(id)))
        .map(Map.Entry::getKey)
        .map(path -> path.text())
        .toList();
  }

  private static JsonObject json(State state, FsckReport report) {
    return JsonObject.builder()
        .put("id", state.id().hex())
        .put("good", report.good())
        .put("checked", report.checked())
        .put("bytes", report.bytes())
        .put("missing", ids(report.missing()))
        .put("corrupt", ids(report.corrupt()))
        .put("unreadable", ids(report.unreadable()))
        .put("repaired", ids(report.repaired()))
        .put("leftovers", Json.ofStrings(report.leftovers().stream().map(Path::toString).toList()))
        .put("strangers", Json.ofStrings(report.strangers().stream().map(Path::toString).toList()))
        .build();
  }

  private static Json ids(List<ObjectId> ids) {
    return Json.ofStrings(ids.stream().map(ObjectId::hex).toList());
  }
}
