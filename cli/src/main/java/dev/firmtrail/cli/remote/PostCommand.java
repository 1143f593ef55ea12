package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.PostOptions;
import dev.firmtrail.hubclient.PostedStep;
import dev.firmtrail.hubclient.Published;
import dev.firmtrail.hubclient.RepositoryReference;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.workspace.Post;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceConfig;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Posts the committed state as a new step. */
public final class PostCommand implements Command {
  private static final Flag MESSAGE = Flag.of("TEXT", "why, for people", "commit-msg", "m");
  private static final Flag ENVELOPE = Flag.of("JSON", "an object with more members for the step", "envelope", "e");
  private static final Flag REV = Flag.of("N", "the number that the step must get (default: the next one)", "rev");
  private static final Flag FORCE = Flag.on("send objects even when the hub says it has them", "force", "f");

  @Override
  public List<String> names() {
    return List.of("post", "po");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Post the committed state to a hub as a new step",
        "[USER/DEVICE | URL]",
        List.of(
            "Sends the objects that the hub does not have, then the state. The hub numbers it; from then on it cannot be changed."
                + " The target is remembered: the next post needs none.",
            "What is posted is the last commit; a work tree with changes is named on standard error and posted without them."),
        List.of("pvr post -m 'new kernel' ada/thermostat", "pvr post -m 'new kernel'"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(MESSAGE, ENVELOPE, REV, FORCE);
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    Workspace workspace = call.workspace();
    Console console = call.console();
    PostOptions options = new PostOptions(call.text(MESSAGE), rev(call), envelope(call));
    if (!workspace.status(console.progress()).isClean()) {
      console.notice("the work tree has changes that are not committed; they are not posted");
    }
    try (HubClient hub = Connection.open(call)) {
      RepositoryReference.Url target =
          RepositoryReference.parseUrl(target(call, workspace), hub.addresses().repositories());
      Published published =
          Post.run(workspace, target, hub, options, call.isOn(FORCE), console.progress());
      render(published, console);
      return published.step().agreement() == PostedStep.Agreement.DIFFERENT ? ExitCode.FAILED : ExitCode.OK;
    }
  }

  private static String target(Invocation call, Workspace workspace) throws CommandFailure {
    if (call.positionals().size() > 1) {
      throw new CommandFailure(ExitCode.POST_USAGE, "pvr post takes one target; see pvr help post");
    }
    Optional<String> known = workspace.config().url(WorkspaceConfig.Url.POST);
    if (call.positionals().isEmpty() && known.isEmpty()) {
      throw new CommandFailure(
          ExitCode.POST_USAGE, "this workspace was never posted, so say where to: pvr post USER/DEVICE, or a URL");
    }
    return call.positionals().isEmpty() ? known.get() : call.positionals().getFirst();
  }

  /** Zero and what is no number have always meant: say nothing about it. */
  private static long rev(Invocation call) throws CommandFailure {
    String text = call.text(REV).orElse("-1");
    try {
      long rev = Long.parseLong(text);
      if (rev >= -1) {
        return rev;
      }
    } catch (NumberFormatException notANumber) {
      throw new CommandFailure(ExitCode.POST_USAGE, "--rev: not a number: " + text, notANumber);
    }
    throw new CommandFailure(ExitCode.POST_USAGE, "--rev: not a revision: " + text);
  }

  private static JsonObject envelope(Invocation call) throws CommandFailure {
    try {
      return JsonReader.readObject(call.text(ENVELOPE).orElse("{}").getBytes(StandardCharsets.UTF_8));
    } catch (JsonException broken) {
      throw new CommandFailure(ExitCode.POST_USAGE, "--envelope: " + broken.getMessage(), broken);
    }
  }

  private static void render(Published published, Console console) throws CommandFailure, IOException {
    PostedStep step = published.step();
    if (console.wantsJson()) {
      console.json(
          JsonObject.builder()
              .put("revision", step.revision())
              .put("id", step.stateId().hex())
              .put("device", step.trailId())
              .put("objectsSent", published.upload().sent())
              .put("bytesSent", published.upload().bytes())
              .put("objectsAlreadyThere", published.upload().alreadyThere())
              .build());
      return;
    }
    console.notice(
        "Sent %d objects (%s); the hub had %d already"
            .formatted(
                published.upload().sent(),
                Bytes.text(published.upload().bytes()),
                published.upload().alreadyThere()));
    console.notice(
        "Successfully posted Revision %s (%s) to device id %s"
            .formatted(step.revision(), step.stateId().shortHex(), step.trailId()));
  }
}
