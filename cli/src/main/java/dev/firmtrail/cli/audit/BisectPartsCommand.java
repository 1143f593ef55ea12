package dev.firmtrail.cli.audit;

import dev.firmtrail.audit.bisect.Certainty;
import dev.firmtrail.audit.bisect.KnownSteps;
import dev.firmtrail.audit.bisect.PartsBisection;
import dev.firmtrail.audit.bisect.TestStoppedException;
import dev.firmtrail.audit.bisect.Trial;
import dev.firmtrail.audit.bisect.Unit;
import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.remote.Connection;
import dev.firmtrail.cli.remote.StepReference;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;

/** Searches the parts of a bad step that make a test fail. */
final class BisectPartsCommand implements Command {
  private static final String RUN = "run";
  private static final int BEFORE_THE_COMMAND = 3;

  @Override
  public List<String> names() {
    return List.of("parts");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Find the parts of a bad step that make a test fail",
        "BAD GOOD run CMD [ARG...]",
        List.of(
            "Parts of BAD are put into GOOD, and CMD is run with the mixture, until a set of parts is found that makes it fail, and none of"
                + " them can be left out (delta debugging). BAD and GOOD are named as for pvr bisect start. Parts move together with their"
                + " _config and signature; with the other parts that a signature covers, where it differs; and with those of their group,"
                + " where its definition differs.",
            TestFlags.HELP,
            "A mixture that cannot be tested counts as one that does not fail. With --flakes each is repeated until all are judged rightly with"
                + " the confidence that is wanted."),
        List.of(
            "pvr bisect parts @142 @141 run ./boots.sh",
            "pvr bisect parts --flakes 0.1 @142 @100 run ./boots.sh"));
  }

  @Override
  public List<Flag> flags() {
    return Stream.concat(CertaintyFlags.ALL.stream(), TestFlags.ALL.stream()).toList();
  }

  @Override
  public boolean flagsComeFirst() {
    return true;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    List<String> words = call.positionals();
    if (words.size() <= BEFORE_THE_COMMAND || !words.get(2).equals(RUN)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "pvr bisect parts takes a bad and a good step, the word run, and a command; see --help");
    }
    Certainty certainty = CertaintyFlags.of(call);
    Trial.How how = TestFlags.of(call, words.subList(BEFORE_THE_COMMAND, words.size()));
    Workspace workspace = call.workspaceToChange();
    try (HubClient hub = Connection.open(call)) {
      StepPair pair =
          StepPair.of(
              StepReference.step(call, hub, words.get(0)).toString(),
              StepReference.step(call, hub, words.get(1)).toString());
      Progress progress = call.console().progress();
      KnownSteps steps = new KnownSteps(hub, workspace);
      State bad = steps.step(pair.badUrl(), pair.bad()).state();
      State good = steps.step(pair.goodUrl(), pair.good()).state();
      steps.fetch(pair.badUrl(), bad.objectPaths(), progress);
      steps.fetch(pair.goodUrl(), good.objectPaths(), progress);
      Trial trial = new Trial(workspace, how);
      PartsBisection search =
          new PartsBisection(
              good,
              bad,
              certainty,
              state -> {
                Trial.Said said = trial.run(state, state.id().hex(), progress);
                call.console()
                    .notice(
                        "state %s: %s (%s)"
                            .formatted(state.id(), said.outcome().word(), said.why()));
                return said.outcome();
              });
      render(search.run(), certainty, call.console());
      return ExitCode.OK;
    } catch (TestStoppedException stopped) {
      throw new CommandFailure(
          ExitCode.TEST_STOPPED, String.valueOf(stopped.getMessage()), stopped);
    }
  }

  private static void render(PartsBisection.Found found, Certainty certainty, Console console)
      throws IOException {
    BigInteger subsets = BigInteger.TWO.pow(found.units());
    if (console.wantsJson()) {
      console.json(
          JsonObject.builder()
              .put("guilty", json(found.guilty()))
              .put("units", found.units())
              .put("mixtures", found.mixtures())
              .put("runs", found.runs())
              .build());
      return;
    }
    console.dataLine("these parts make it fail:");
    for (Unit unit : found.guilty()) {
      List<String> names = unit.parts().stream().map(console::name).toList();
      console.dataLine(
          "  " + String.join(", ", names) + (names.size() > 1 ? " (they belong together)" : ""));
    }
    console.dataLine(
        "None of these lines can be left out (1-minimal); %d could have been to blame."
            .formatted(found.units()));
    console.dataLine(
        "%d runs of %d states; there are %s subsets. Confidence %s"
            .formatted(
                found.runs(),
                found.mixtures(),
                subsets,
                certainty.flakes() == 0 ? "100 %" : certainty.confidence() * 100 + " %"));
  }

  private static JsonArray json(List<Unit> units) {
    return new JsonArray(
        units.stream()
            .<Json>map(
                unit -> new JsonArray(unit.parts().stream().map(name -> Json.of(name)).toList()))
            .toList());
  }
}
