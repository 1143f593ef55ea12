package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Bytes;
import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.trust.SignatureNotice;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.HubException;
import dev.firmtrail.hubclient.PostOptions;
import dev.firmtrail.hubclient.PostedStep;
import dev.firmtrail.hubclient.Published;
import dev.firmtrail.hubclient.RepositoryReference;
import dev.firmtrail.workspace.Post;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceConfig;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Posts the committed state as a new step. */
public final class PostCommand implements Command {
  private static final Flag FORCE =
      Flag.on("send objects even when the hub says it has them", "force", "f");
  private static final Flag DRY_RUN =
      Flag.on("say what would be sent where, and send nothing", "dry-run");
  private static final Flag REQUIRE_SIGNED =
      Flag.on("send only a state that is signed in full by somebody trusted", "require-signed");

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
            "What is posted is the last commit; a work tree with changes is named on standard error and posted without them.",
            "A state that nobody signed, or not in full, is named on standard error. With --require-signed, or the setting signatures"
                + " on require, it is refused before anything is sent, and so is one that others signed than those whom"
                + " PVR_SIG_PUBKEY or PVR_SIG_CACERTS name, else pvs/cacerts.default.pem in the configuration directory.",
            "With --dry-run nothing changes, here or on the hub. What it counts as being there already is what the hub lists as"
                + " yours; an upload that was cut short is listed too."),
        List.of(
            "pvr post -m 'new kernel' ada/thermostat",
            "pvr post -m 'new kernel'",
            "pvr post --require-signed",
            "pvr post --dry-run"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(
        StepFlags.MESSAGE, StepFlags.ENVELOPE, StepFlags.REV, FORCE, DRY_RUN, REQUIRE_SIGNED);
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    Workspace workspace = call.isOn(DRY_RUN) ? call.workspace() : call.workspaceToChange();
    Console console = call.console();
    PostOptions options = StepFlags.of(call, ExitCode.POST_USAGE);
    SignatureNotice.check(call, workspace.pristine(), call.isOn(REQUIRE_SIGNED));
    try (HubClient hub = Connection.open(call)) {
      RepositoryReference.Url target = target(call, workspace, hub);
      sayUncommitted(workspace, console);
      if (call.isOn(DRY_RUN)) {
        PostRehearsal.render(
            Post.rehearse(workspace, target, hub), target, workspace, call.isOn(FORCE), console);
        return ExitCode.OK;
      }
      Published published =
          Post.run(workspace, target, hub, options, call.isOn(FORCE), console.progress());
      render(published, console);
      // Also when the hub named another state: the step is stored, and a script that takes it for a
      // failure would post it twice. The client has said it aloud.
      return ExitCode.OK;
    }
  }

  /** What is posted does not depend on the work tree, so nothing about it stops the post. */
  private static void sayUncommitted(Workspace workspace, Console console) throws IOException {
    try {
      if (!workspace.status(console.progress()).isClean()) {
        console.notice("the work tree has changes that are not committed; they are not posted");
      }
    } catch (WorkspaceException unreadable) {
      console.notice(
          "the work tree cannot be compared with what is posted: " + unreadable.getMessage());
    }
  }

  private static RepositoryReference.Url target(Invocation call, Workspace workspace, HubClient hub)
      throws CommandFailure {
    List<String> words = call.positionals();
    if (words.size() > 1) {
      throw new CommandFailure(ExitCode.POST_USAGE, "pvr post takes one target; see pvr help post");
    }
    Optional<String> target =
        words.isEmpty()
            ? workspace.config().url(WorkspaceConfig.Url.POST)
            : Optional.of(words.getFirst());
    if (target.isEmpty()) {
      throw new CommandFailure(
          ExitCode.POST_USAGE,
          "this workspace was never posted, so say where to: pvr post USER/DEVICE, or a URL");
    }
    try {
      return RepositoryReference.parseUrl(target.get(), hub.addresses().repositories());
    } catch (HubException unusable) {
      throw new CommandFailure(
          ExitCode.POST_USAGE, String.valueOf(unusable.getMessage()), unusable);
    }
  }

  private static void render(Published published, Console console)
      throws CommandFailure, IOException {
    PostedStep step = published.step();
    if (console.wantsJson()) {
      console.json(
          PostedStepAnswer.json(step)
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
    console.notice(PostedStepAnswer.sentence(step));
  }
}
