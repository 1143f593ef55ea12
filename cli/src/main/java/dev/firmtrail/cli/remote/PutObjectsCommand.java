package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Bytes;
import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.hubclient.HubAddresses;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.UploadReport;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.Workspace;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** Sends the objects of the committed state, and no step. */
public final class PutObjectsCommand implements Command {
  private static final Flag FORCE =
      Flag.on("send objects even when the hub says it has them", "force", "f");

  @Override
  public List<String> names() {
    return List.of("putobjects");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Send the objects of the committed state to a hub, and no step",
        "URL",
        List.of(
            "URL is an objects endpoint, as pvr remoteinfo prints it; a hub's own is its address with /objects/. Useful to send much"
                + " beforehand: a post then finds the objects there."),
        List.of("pvr putobjects https://hub.example.com/objects/"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(FORCE);
  }

  @Override
  public ExitCode failure() {
    return ExitCode.HUB_FAILED;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, IOException {
    List<String> words = call.positionals();
    if (words.size() != 1) {
      throw new CommandFailure(
          ExitCode.HUB_USAGE, "pvr putobjects takes one URL; see pvr help putobjects");
    }
    URI endpoint = HubAddresses.objectsEndpoint(words.getFirst());
    Workspace workspace = call.workspace();
    try (HubClient hub = Connection.open(call)) {
      UploadReport report =
          hub.putObjects(
              endpoint,
              workspace.pristine(),
              workspace.objects(),
              call.isOn(FORCE),
              call.console().progress());
      if (call.console().wantsJson()) {
        call.console()
            .json(
                JsonObject.builder()
                    .put("objectsSent", report.sent())
                    .put("bytesSent", report.bytes())
                    .put("objectsAlreadyThere", report.alreadyThere())
                    .build());
      } else {
        call.console()
            .notice(
                "Sent %d objects (%s); the hub had %d already"
                    .formatted(report.sent(), Bytes.text(report.bytes()), report.alreadyThere()));
      }
      return ExitCode.OK;
    }
  }
}
