package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.HubException;
import dev.firmtrail.hubclient.RepositoryReference;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.transfer.Deployment;
import dev.firmtrail.workspace.transfer.Sources;
import dev.firmtrail.workspace.transfer.Take;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a directory into what a device boots. */
public final class DeployCommand implements Command {
  private static final Flag NO_MERGE =
      Flag.on("replace the parts that are named as a whole, instead of merging", "nomerge", "n");
  private static final Flag FORCE =
      Flag.on("begin in a directory that has other files, and delete them", "force", "f");

  @Override
  public List<String> names() {
    return List.of("deploy");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Make a directory into what a device boots, of hard links to the pool",
        "DIR [REPOSITORY...]",
        List.of(
            "Takes the states of the repositories, one after the other, as pvr merge or with -n as pvr get does; without REPOSITORY: the"
                + " committed state of this workspace. Then deletes every file in DIR that is not in the state, and links the rest to"
                + " the pool in the configuration directory, each object checked before. Those files are read-only, and so are the"
                + " objects.",
            "A new deployment needs a DIR that is empty or not there. DIR and the pool must be on one file system."),
        List.of(
            "pvr deploy /srv/trails/0",
            "pvr deploy /srv/trails/1 'ada/thermostat#bsp' ../apps#app"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(NO_MERGE, FORCE);
  }

  @Override
  public ExitCode failure() {
    return ExitCode.NOT_TAKEN;
  }

  /** One step of a deployment. */
  private interface Step {
    void run() throws IOException, WorkspaceException;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    List<String> words = call.positionals();
    if (words.isEmpty()) {
      throw new CommandFailure(
          ExitCode.DEPLOY_USAGE, "say where to: pvr deploy DIR; see pvr help deploy");
    }
    try (HubClient hub = Connection.open(call)) {
      Sources sources = Connection.sources(call, hub);
      List<RepositoryReference> from = from(call, sources, words.subList(1, words.size()));
      say(call, "Starting deployment ...");
      say(call, "... initializing deploy repository ...");
      return deploy(call, words, from, sources);
    }
  }

  private static ExitCode deploy(
      Invocation call, List<String> words, List<RepositoryReference> from, Sources sources)
      throws CommandFailure, WorkspaceException, IOException {
    try (Deployment deployment = open(call, words)) {
      Take.How how = call.isOn(NO_MERGE) ? Take.How.REPLACE : Take.How.MERGE;
      String id = "";
      for (RepositoryReference each : from) {
        say(call, "   - deploying " + (words.size() == 1 ? "single " : "") + each.text());
        Take.Report taken =
            deployment.take(
                each, sources, how, call.settings().dialect(), call.console().progress());
        id = taken.state().id().hex();
      }
      say(call, "... Cleanup repo ...");
      step(ExitCode.NOT_CLEANED, deployment::cleanUp);
      say(call, "... deploying hardlinks ...");
      step(ExitCode.NOT_LINKED, () -> deployment.link(call.console().progress()));
      say(call, "... deploying .pv/ links...");
      step(ExitCode.NOT_BOOTABLE, deployment::linkForBoot);
      say(call, "Deployment finished. Now now available at: " + words.getFirst());
      if (call.console().wantsJson()) {
        call.console().json(JsonObject.builder().put("id", id).build());
      }
      return ExitCode.OK;
    }
  }

  private static List<RepositoryReference> from(
      Invocation call, Sources sources, List<String> words) throws CommandFailure, IOException {
    if (words.isEmpty()) {
      Path own = workspace(call).root().resolve(".pvr");
      return List.of(new RepositoryReference.Local(own.toString(), ""));
    }
    List<RepositoryReference> from = new ArrayList<>();
    for (String word : words) {
      from.add(References.taken(word, sources, ExitCode.NOT_CLONED));
    }
    return from;
  }

  private static Workspace workspace(Invocation call) throws CommandFailure {
    Optional<Workspace> here = call.findWorkspace();
    return here.orElseThrow(() ->
        new CommandFailure(
            ExitCode.NOTHING_TO_DEPLOY,
            "no workspace in "
                + call.session().directory()
                + " or above; name a repository to deploy"));
  }

  private static Deployment open(Invocation call, List<String> words) throws CommandFailure {
    try {
      String spec = words.size() == 1 ? workspace(call).pristine().spec().orElse("") : "";
      return Deployment.in(
          call.session().directory().resolve(words.getFirst()),
          call.settings().sharedObjects(),
          spec,
          call.settings().dialect(),
          call.isOn(FORCE));
    } catch (WorkspaceException refused) {
      throw new CommandFailure(
          ExitCode.NO_DEPLOYMENT, String.valueOf(refused.getMessage()), refused);
    } catch (IOException failed) {
      throw CommandFailure.of(ExitCode.NO_DEPLOYMENT, failed);
    }
  }

  private static void step(ExitCode code, Step step) throws CommandFailure, IOException {
    try {
      step.run();
    } catch (WorkspaceException refused) {
      throw new CommandFailure(code, String.valueOf(refused.getMessage()), refused);
    } catch (ClosedByInterruptException | InterruptedIOException | HubException stopped) {
      throw stopped;
    } catch (IOException failed) {
      throw CommandFailure.of(code, failed);
    }
  }

  private static void say(Invocation call, String line) throws IOException {
    Console console = call.console();
    if (!console.wantsJson()) {
      console.dataLine(console.name(line));
    }
  }
}
