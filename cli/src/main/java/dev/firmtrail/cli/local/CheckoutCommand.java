package dev.firmtrail.cli.local;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.JsonForm;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.List;

/** Writes the committed state into the work tree. */
public final class CheckoutCommand implements Command {
  private static final Flag CANONICAL =
      Flag.on("write JSON files in canonical form instead of indented", "canonical", "c")
          .or("PVR_CANONICAL_JSON");

  @Override
  public List<String> names() {
    return List.of("checkout", "co", "reset", "r");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Write the committed state's files into the work tree, each checked",
        "",
        List.of(
            "Overwrites every file of the state that was edited and brings back those that were deleted. Deletes nothing:"
                + " files that are not in the state stay. Forgets what pvr add tracked."),
        List.of("pvr checkout", "pvr checkout -c   # JSON files as the very bytes of the state"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(CANONICAL);
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    Workspace workspace = call.workspace();
    JsonForm form = call.isOn(CANONICAL) ? JsonForm.CANONICAL : JsonForm.PRETTY;
    workspace.checkout(form, call.console().progress());
    if (call.console().wantsJson()) {
      call.console().json(JsonObject.builder().put("id", workspace.pristine().id().hex()).build());
    }
    return ExitCode.OK;
  }
}
