package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Bytes;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.OutputFailure;
import dev.firmtrail.hubclient.Rehearsal;
import dev.firmtrail.hubclient.RepositoryReference;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.StateId;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;

/** What {@code post --dry-run} says. */
final class PostRehearsal {
  private PostRehearsal() {}

  /**
   * @param force whether objects would be sent although the hub has them
   */
  static void render(
      Rehearsal rehearsal,
      RepositoryReference.Url target,
      Workspace workspace,
      boolean force,
      Console console)
      throws OutputFailure {
    List<ObjectId> wanted = new ArrayList<>(rehearsal.candidates().keySet());
    if (!force) {
      wanted.removeAll(rehearsal.listed());
    }
    long bytes = 0;
    for (ObjectId id : wanted) {
      bytes += workspace.objects().size(id).orElse(0);
    }
    StateId id = workspace.pristine().id();
    int there = workspace.pristine().objects().size() - wanted.size();
    if (console.wantsJson()) {
      console.json(
          JsonObject.builder()
              .put("dryRun", true)
              .put("target", target.uri().toString())
              .put("postUrl", rehearsal.remote().postUrl().toString())
              .put("id", id.hex())
              .put("objectsToSend", wanted.size())
              .put("bytesToSend", bytes)
              .put("objectsAlreadyThere", there)
              .put("exact", rehearsal.isListKnown())
              .build());
      return;
    }
    console.dataLine(
        "Would send %s%d objects (%s); the hub has %d already"
            .formatted(
                rehearsal.isListKnown() ? "" : "at most ",
                wanted.size(),
                Bytes.text(bytes),
                there));
    console.dataLine(
        "Would post state %s to %s".formatted(id, Shown.whole(target.uri().toString())));
  }
}
