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
import dev.firmtrail.workspace.AddOption;
import dev.firmtrail.workspace.AddReport;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Tracks files from the next commit on. */
public final class AddCommand implements Command {
  private static final Flag RAW =
      Flag.on("store JSON files as objects too, byte for byte", "raw", "r").or("PVR_ADD_RAW");

  private static final Flag FORCE = Flag.on("track also what .pvrignore ignores", "force", "f");

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
                + " class, a backslash takes the next character as it is. A directory's name, or a glob with a slash at its"
                + " end, stands for everything below. Without a pattern, or with a dot, everything below the current"
                + " directory is tracked. No name at the root that begins with .pv is.",
            "What .pvrignore at the root ignores (by gitignore's rules) is tracked only with --force, or when it is named"
                + " exactly. An argument that means nothing is named on standard error and is no failure.",
            "A state holds paths and contents, nothing else. What it cannot hold is said on standard error, one line for"
                + " each kind: links, modes, empty directories."),
        List.of(
            "pvr add                   # everything below the current directory",
            "pvr add os                # a directory",
            "pvr add 'os/*.squashfs'   # by a pattern",
            "pvr add --raw app/a.json  # keep the file's very bytes, not its JSON value"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(RAW, FORCE);
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    Console console = call.console();
    Set<AddOption> options = EnumSet.noneOf(AddOption.class);
    if (call.isOn(RAW)) {
      options.add(AddOption.RAW);
    }
    if (call.isOn(FORCE)) {
      options.add(AddOption.IGNORED);
    }
    List<String> patterns = call.positionals();
    AddReport report =
        call.workspaceToChange()
            .add(patterns, call.session().directory(), options, console.progress());
    tell(console, report);
    if (!patterns.isEmpty() && !patterns.contains(".")) {
      Named.tell(console, "ignored by .pvrignore, not kept (--force takes them)", report.ignored());
    }
    if (console.wantsJson()) {
      console.json(document(report));
    }
    return ExitCode.OK;
  }

  private static void tell(Console console, AddReport report) {
    Named.tell(console, "nothing is there for", report.unmatched());
    Named.tell(console, "links to files, kept as the files they lead to", report.followedLinks());
    Named.tell(console, "links to directories or to nothing, not kept", report.skippedLinks());
    Named.tell(console, "modes other than that of a plain file, not kept", report.lostModes());
    Named.tell(console, "empty directories, not kept", report.emptyDirectories());
    Named.tell(console, "devices, pipes and sockets, not kept", report.specialFiles());
    Named.tell(
        console, "names at the root that begin with .pv, never kept", report.reservedNames());
    Named.tell(console, "ignored by .pvrignore, kept all the same", report.tracksIgnored());
  }

  private static JsonObject document(AddReport report) {
    return JsonObject.builder()
        .put("tracked", Json.ofStrings(report.tracked()))
        .put("followedLinks", Json.ofStrings(report.followedLinks()))
        .put("skippedLinks", Json.ofStrings(report.skippedLinks()))
        .put("specialFiles", Json.ofStrings(report.specialFiles()))
        .put("lostModes", Json.ofStrings(report.lostModes()))
        .put("emptyDirectories", Json.ofStrings(report.emptyDirectories()))
        .put("reservedNames", Json.ofStrings(report.reservedNames()))
        .put("ignored", Json.ofStrings(report.ignored()))
        .put("tracksIgnored", Json.ofStrings(report.tracksIgnored()))
        .put("unmatched", Json.ofStrings(report.unmatched()))
        .build();
  }
}
