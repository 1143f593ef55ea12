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
import dev.firmtrail.hubclient.Remote;
import dev.firmtrail.hubclient.RepositoryReference;
import dev.firmtrail.hubclient.SectionCopy;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import java.io.IOException;
import java.util.List;

/** Copies a state, or sections of it, from one repository to another, without its objects. */
public final class FastCopyCommand implements Command {
  private static final Flag MERGE =
      Flag.on("keep what DEST has besides what is copied, section by section", "merge");
  private static final Flag FORCE = Flag.on("accepted; no objects are sent", "force", "f");

  @Override
  public List<String> names() {
    return List.of("fastcopy", "fcp");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Copy a state or sections of it between repositories, without objects",
        "SRC[#a,b] DEST[#x,y]",
        List.of(
            "The new step of DEST is its newest state with the sections of SRC in place of its own; behind DEST's # stand other names"
                + " for them, as many as behind SRC's. Without sections everything is copied, the format too.",
            "No object travels. A hub that lacks one refuses the step; then clone SRC and post it to DEST."),
        List.of(
            "pvr fastcopy -m 'try the new app' ada/thermostat#app1 ada/bench#app1",
            "pvr fastcopy 'ada/thermostat/steps/3' ada/thermostat"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(StepFlags.MESSAGE, StepFlags.ENVELOPE, StepFlags.REV, FORCE, MERGE);
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, IOException {
    List<String> words = call.positionals();
    if (words.size() != 2) {
      throw new CommandFailure(
          ExitCode.USAGE, "pvr fastcopy takes a source and a destination; see pvr help fastcopy");
    }
    PostOptions options = StepFlags.of(call, ExitCode.USAGE);
    try (HubClient hub = Connection.open(call)) {
      RepositoryReference.Url from =
          References.takenFromHub(words.get(0), hub, ExitCode.REFERENCE_REFUSED);
      RepositoryReference.Url to =
          References.onHub(words.get(1), hub, ExitCode.DESTINATION_REFUSED);
      SectionCopy copy = SectionCopy.of(from.fragment(), to.fragment(), call.isOn(MERGE));
      Remote destination = hub.remote(to.uri());
      State source = hub.state(hub.remote(from.uri()));
      State result = copy.apply(source, hub.state(destination));
      for (String missing : copy.missingIn(source)) {
        call.console()
            .notice(
                "the source has nothing under "
                    + Shown.text(missing)
                    + "; nothing of it is copied");
      }
      render(hub.postStep(destination, result, options), call.console());
      return ExitCode.OK;
    }
  }

  private static void render(PostedStep step, Console console) throws IOException {
    if (console.wantsJson()) {
      console.json(PostedStepAnswer.json(step).build());
    } else {
      console.notice(PostedStepAnswer.sentence(step));
    }
  }
}
