package dev.firmtrail.cli.local;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.AddReport;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.List;

/** Tracks files from the next commit on. */
public final class AddCommand implements Command {
  private static final Flag RAW =
      Flag.on("store JSON files as objects too, byte for byte", "raw", "r").or("PVR_ADD_RAW");

  /** A notice names so many files; the rest are counted. */
  private static final int NAMED = 5;

  @Override
  public List<String> names() {
    return List.of("add", "a");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Track files, so that the next commit takes them",
        "[PATTERN...]",
        List.of(
            "A pattern is a path or a glob relative to the current directory: * and ? do not cross a slash, [a-z] is a"
                + " class, a backslash takes the next character as it is. Without a pattern, or with a dot, everything below"
                + " the current directory is tracked. No name at the root that begins with .pv is.",
            "A state holds paths and contents, nothing else. What it cannot hold is said on standard error, one line for"
                + " each kind: links, modes, empty directories."),
        List.of(
            "pvr add                   # everything below the current directory",
            "pvr add 'os/*.squashfs'   # by a pattern",
            "pvr add --raw app/a.json  # keep the file's very bytes, not its JSON value"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(RAW);
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    Console console = call.console();
    AddReport report =
        call.workspace()
            .add(
                call.positionals(), call.session().directory(), call.isOn(RAW), console.progress());
    tell(console, "links to files, kept as the files they lead to", report.followedLinks());
    tell(console, "links to directories or to nothing, not kept", report.skippedLinks());
    tell(console, "modes other than that of a plain file, not kept", report.lostModes());
    tell(console, "empty directories, not kept", report.emptyDirectories());
    tell(console, "devices, pipes and sockets, not kept", report.specialFiles());
    tell(console, "names at the root that begin with .pv, never kept", report.reservedNames());
    if (console.wantsJson()) {
      console.json(
          JsonObject.builder()
              .put("tracked", Json.ofStrings(report.tracked()))
              .put("followedLinks", Json.ofStrings(report.followedLinks()))
              .put("skippedLinks", Json.ofStrings(report.skippedLinks()))
              .put("specialFiles", Json.ofStrings(report.specialFiles()))
              .put("lostModes", Json.ofStrings(report.lostModes()))
              .put("emptyDirectories", Json.ofStrings(report.emptyDirectories()))
              .put("reservedNames", Json.ofStrings(report.reservedNames()))
              .build());
    }
    return ExitCode.OK;
  }

  private static void tell(Console console, String kind, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    String shown = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
    String more = names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "";
    console.notice(kind + ": " + shown + more);
  }
}
