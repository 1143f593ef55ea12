package dev.firmtrail.cli.local;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.trust.SignatureNotice;
import dev.firmtrail.state.StateEntry;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.CommitReport;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Makes the work tree's state the committed one. */
public final class CommitCommand implements Command {
  private static final Flag MESSAGE = Flag.of("TEXT", "why, for people", "message", "m");
  private static final Flag CHECKPOINT =
      Flag.on(
          "note the time in checkpoint.json, so that the state is a new one", "checkpoint", "c");
  private static final String NO_MESSAGE = "** No commit message **";

  @Override
  public List<String> names() {
    return List.of("commit", "ci");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Make the state of the work tree the committed one",
        "",
        List.of(
            "Stores new and changed files as objects, then the state. When the command ends with 0 everything is on the disk,"
                + " power loss included; when it is stopped, the committed state is still the old one.",
            "Each path is named on standard error, and whether the state is signed: ignore it with PVR_SIGNATURES=ignore or the"
                + " setting signatures.",
            "With --checkpoint the file checkpoint.json is written and committed first; all that it says is the time, by the"
                + " second."),
        List.of(
            "pvr commit -m 'new kernel'",
            "pvr commit -c   # a state that was never there before, even if nothing else changed"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(MESSAGE, CHECKPOINT);
  }

  @Override
  public ExitCode failure() {
    return ExitCode.COMMIT_FAILED;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    Console console = call.console();
    Workspace workspace = call.workspaceToChange();
    if (call.isOn(CHECKPOINT)) {
      workspace.checkpoint(OffsetDateTime.now(call.session().clock()));
    }
    CommitReport report =
        workspace.commit(call.text(MESSAGE).orElse(NO_MESSAGE), console.progress());
    lines(workspace.root(), report).forEach(console::notice);
    SignatureNotice.tell(call, workspace.pristine());
    if (console.wantsJson()) {
      console.json(
          JsonObject.builder()
              .put("id", report.id().hex())
              .put("added", entries(report.added()))
              .put("changed", entries(report.changed()))
              .put("removed", Json.ofStrings(report.removed()))
              .put("bytesStored", report.bytesStored())
              .build());
    }
    return ExitCode.OK;
  }

  /** In the words of the published program, which scripts look for, but sorted. */
  private static List<String> lines(Path root, CommitReport report) {
    List<String> lines = new ArrayList<>();
    report
        .added()
        .forEach((path, entry) ->
            lines.add(
                entry instanceof StateEntry.ObjectRef(var id)
                    ? "Adding raw " + root + "/" + path + " with " + id
                    : "Adding inline " + path));
    report
        .changed()
        .forEach((path, entry) ->
            lines.add(
                "Committing ("
                    + (entry instanceof StateEntry.Inline ? "inline" : "raw")
                    + "): "
                    + root
                    + "/"
                    + path));
    report.removed().forEach(path -> lines.add("Removing " + path));
    return lines.stream().sorted().toList();
  }

  private static JsonObject entries(SortedMap<String, StateEntry> entries) {
    JsonObject.Builder members = JsonObject.builder();
    entries.forEach((path, entry) -> members.put(path, entry.json()));
    return members.build();
  }
}
