package dev.firmtrail.cli.local;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.Console.Colour;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.Status;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.List;

/** Says how the work tree differs from the committed state. */
public final class StatusCommand implements Command {
  private static final Flag IGNORED =
      Flag.on("show also files that .pvrignore ignores, with !", "ignored");

  @Override
  public List<String> names() {
    return List.of("status", "s");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Show what differs from the committed state",
        "",
        List.of(
            "One line each: A for a path that is new, D for one that is gone, C for one that changed, ? for a file that is"
                + " not tracked. Paths are relative to the workspace, wherever in it you stand. A clean work tree prints"
                + " nothing. What .pvrignore ignores is not shown."),
        List.of("pvr status", "pvr status --json   # for a script"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(IGNORED);
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    Console console = call.console();
    Status status = call.workspace().status(console.progress());
    if (console.wantsJson()) {
      console.json(
          JsonObject.builder()
              .put("clean", status.isClean())
              .put("added", Json.ofStrings(status.added()))
              .put("removed", Json.ofStrings(status.removed()))
              .put("changed", Json.ofStrings(status.changed()))
              .put("untracked", Json.ofStrings(status.untracked()))
              .put("ignored", Json.ofStrings(status.ignored()))
              .build());
      return ExitCode.OK;
    }
    lines(console, Colour.GREEN, "A", status.added());
    lines(console, Colour.RED, "D", status.removed());
    lines(console, Colour.YELLOW, "C", status.changed());
    lines(console, Colour.FAINT, "?", status.untracked());
    if (call.isOn(IGNORED)) {
      lines(console, Colour.FAINT, "!", status.ignored());
    }
    return ExitCode.OK;
  }

  private static void lines(Console console, Colour colour, String letter, List<String> paths)
      throws IOException {
    String mark = console.coloured(colour, letter);
    for (String path : paths) {
      console.dataLine(mark + " " + console.name(path));
    }
  }
}
