package dev.firmtrail.cli.local;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.CheckoutPlan;
import dev.firmtrail.workspace.JsonForm;
import dev.firmtrail.workspace.Placing;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.List;

/** Writes the committed state into the work tree. */
public final class CheckoutCommand implements Command {
  private static final Flag CANONICAL =
      Flag.on("write JSON files in canonical form instead of indented", "canonical", "c")
          .or("PVR_CANONICAL_JSON");
  private static final Flag HARD_LINK =
      Flag.on(
          "make each file that is an object a read-only hard link to it; implies --canonical",
          "hardlink",
          "hl");
  private static final Flag DRY_RUN =
      Flag.on("say what would be written, and write nothing", "dry-run");

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
                + " files that are not in the state stay. Forgets what pvr add tracked.",
            "With --hardlink nothing is copied, but a file that is written into in place damages the pool; pvr fsck finds that."),
        List.of(
            "pvr checkout",
            "pvr checkout -c   # JSON files as the very bytes of the state",
            "pvr checkout --dry-run   # what it would overwrite"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(CANONICAL, HARD_LINK, DRY_RUN);
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    Workspace workspace = call.isOn(DRY_RUN) ? call.workspace() : call.workspaceToChange();
    boolean linked = call.isOn(HARD_LINK);
    JsonForm form = linked || call.isOn(CANONICAL) ? JsonForm.CANONICAL : JsonForm.PRETTY;
    if (call.isOn(DRY_RUN)) {
      render(workspace.planCheckout(form, call.console().progress()), call.console());
      return ExitCode.OK;
    }
    workspace.checkout(form, linked ? Placing.HARD_LINK : Placing.COPY, call.console().progress());
    if (call.console().wantsJson()) {
      call.console().json(JsonObject.builder().put("id", workspace.pristine().id().hex()).build());
    }
    return ExitCode.OK;
  }

  private static void render(CheckoutPlan plan, Console console)
      throws CommandFailure, IOException {
    if (console.wantsJson()) {
      console.json(
          JsonObject.builder()
              .put("created", names(plan.created()))
              .put("overwritten", names(plan.overwritten()))
              .build());
      return;
    }
    for (String key : plan.created()) {
      console.dataLine("create " + console.name(key));
    }
    for (String key : plan.overwritten()) {
      console.dataLine("overwrite " + console.name(key));
    }
  }

  private static JsonArray names(List<String> keys) {
    return new JsonArray(keys.stream().map(key -> Json.of(key)).toList());
  }
}
