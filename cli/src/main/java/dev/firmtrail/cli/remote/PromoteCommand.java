package dev.firmtrail.cli.remote;

import dev.firmtrail.audit.gate.GateResult;
import dev.firmtrail.audit.gate.Promotion;
import dev.firmtrail.cli.frame.Bytes;
import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.Published;
import dev.firmtrail.hubclient.RepositoryReference;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.state.Shown;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.source.HubSource;
import dev.firmtrail.workspace.source.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Posts exactly the state of one trail to another, with what gates said of it. */
public final class PromoteCommand implements Command {
  private static final Flag GATE =
      Flag.each("FILE", "what 'pvr gate --json' printed of FROM; it must say 'same'", "gate");

  @Override
  public List<String> names() {
    return List.of("promote");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Post exactly the state of one trail to another",
        "FROM USER/DEVICE|URL",
        List.of(
            "The new step has the same state id as FROM: what is checked is posted, and what the hub says it stored is checked"
                + " again. Objects travel only where the hub lacks them; no work tree is looked at or changed. FROM is @ or"
                + " @committed, @REV, a URL, USER/DEVICE[/steps/REV], a repository or an export.",
            "With --gate, a report that does not say 'same', or speaks of another state, stops it before anything is sent; so do"
                + " reports of single parts that leave a part out. Verdict, state id, digest of the policies, program and"
                + " time go into the step, and 'pvr show' shows them. Without --gate the step says that no gate looked."),
        List.of(
            "pvr gate deploy --against ada/stage/steps/7 --json > gate.json",
            "pvr promote ada/stage/steps/7 ada/fleet --gate gate.json -m 'release 7'"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(StepFlags.MESSAGE, GATE);
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    List<String> words = call.positionals();
    if (words.size() != 2) {
      throw new CommandFailure(
          ExitCode.USAGE, "pvr promote takes FROM and a target; see pvr help promote");
    }
    List<GateResult> results = new ArrayList<>();
    for (String file : call.texts(GATE)) {
      results.add(GateResult.read(PlainFile.read(call.session().directory().resolve(file)), file));
    }
    Console console = call.console();
    try (HubClient hub = Connection.open(call);
        Source source = Revisions.source(call, hub, words.getFirst())) {
      RepositoryReference.Url to = References.onHub(words.getLast(), hub, ExitCode.USAGE);
      if (!to.fragment().isEmpty()) {
        throw new CommandFailure(ExitCode.USAGE, "a whole state is promoted; name no part");
      }
      // A path of this machine is nobody's business who sees the step; what was typed is enough.
      String from = source instanceof HubSource ? source.name() : Shown.text(words.getFirst());
      Promotion promotion = Promotion.of(source, from, results);
      if (results.isEmpty()) {
        console.notice("no report of a gate was given, so the step says that none looked");
      }
      render(
          promotion.run(
              hub,
              hub.remote(to.uri()),
              call.text(StepFlags.MESSAGE),
              pool(call),
              console.progress()),
          console);
      return ExitCode.OK;
    }
  }

  private static ObjectStore pool(Invocation call) throws CommandFailure, IOException {
    Optional<ObjectStore> here = LocalPool.of(call);
    return here.isPresent() ? here.get() : ObjectStore.open(call.settings().sharedObjects());
  }

  private static void render(Published published, Console console) throws IOException {
    if (console.wantsJson()) {
      console.json(
          PostedStepAnswer.json(published.step())
              .put("objectsSent", published.upload().sent())
              .put("bytesSent", published.upload().bytes())
              .build());
      return;
    }
    console.notice(
        "Sent %s (%s)"
            .formatted(
                Shown.count(published.upload().sent(), "object"),
                Bytes.text(published.upload().bytes())));
    console.notice(PostedStepAnswer.sentence(published.step()));
  }
}
