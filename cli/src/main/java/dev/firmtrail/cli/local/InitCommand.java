package dev.firmtrail.cli.local;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Makes a workspace of the current directory. */
public final class InitCommand implements Command {
  private static final Flag OBJECTS =
      Flag.of(
              "DIR",
              "where objects are kept (default: shared, in the configuration directory)",
              "objects",
              "o")
          .or("PVR_OBJECTS_DIR");
  private static final Flag SPEC =
      Flag.of("SPEC", "the state's format (default " + State.DEFAULT_SPEC + ")", "spec", "s");

  @Override
  public List<String> names() {
    return List.of("init", "i");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Make a workspace of the current directory",
        "",
        List.of(
            "Makes .pvr with an empty state. Files that are already there are untouched and not yet tracked: see pvr add.",
            "Where there is a .pvr already nothing is changed, and that is no error."),
        List.of(
            "pvr init",
            "pvr init --objects ../objects   # keep this workspace's objects beside it"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(OBJECTS, SPEC);
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    Path root = call.session().directory();
    Path objects =
        call.text(OBJECTS).map(root::resolve).orElse(call.settings().sharedObjects()).normalize();
    Optional<Workspace> made =
        Workspace.init(
            root, objects, call.text(SPEC).orElse(State.DEFAULT_SPEC), call.settings().dialect());
    if (made.isEmpty()) {
      call.console().notice("there is a .pvr in " + root + " already: nothing changed");
    }
    if (call.console().wantsJson()) {
      call.console()
          .json(
              JsonObject.builder()
                  .put("root", root.toString())
                  .put("created", made.isPresent())
                  .build());
    }
    return ExitCode.OK;
  }
}
