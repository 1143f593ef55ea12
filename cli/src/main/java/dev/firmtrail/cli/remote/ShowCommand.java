package dev.firmtrail.cli.remote;

import dev.firmtrail.audit.gate.Promotion;
import dev.firmtrail.cli.changes.Changes;
import dev.firmtrail.cli.changes.ChangesJson;
import dev.firmtrail.cli.changes.Side;
import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.Trail;
import dev.firmtrail.hubclient.TrailStep;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Shows one step of a trail, and what it changed. */
public final class ShowCommand implements Command {
  /** Most results of gates that are shown; a promotion has one, or one a part. */
  private static final int GATES = 20;

  @Override
  public List<String> names() {
    return List.of("show");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "Show a step of a trail, and what it changed",
        "[@REV | REPOSITORY]",
        List.of(
            "Without an argument it is the newest step of the trail that this workspace was posted to or cloned from; a repository"
                + " stands for its newest step, or for the one that it names. Below come the parts and files that differ from"
                + " the step before, and what changed inside JSON files."),
        List.of("pvr show", "pvr show @3", "pvr show ada/thermostat/steps/3 --json"));
  }

  @Override
  public ExitCode failure() {
    return ExitCode.HUB_FAILED;
  }

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    Console console = call.console();
    try (HubClient hub = Connection.open(call)) {
      Trail trail = StepReference.trail(call, hub, call.positionals());
      TrailStep step = trail.step(trail.revision());
      Optional<TrailStep> before = trail.before(step);
      Changes changes = changes(call, trail, step, before);
      String author = new StepAuthors(trail).of(step);
      if (console.wantsJson()) {
        console.json(document(step, author, before, changes));
        return ExitCode.OK;
      }
      console.page();
      header(step, author, console);
      if (step.revision() > 0 && before.isEmpty()) {
        console.notice("the hub does not give the step before, so all is shown as added");
      }
      if (!changes.files().isEmpty()) {
        console.dataLine("");
        changes.printBody(console);
      }
      return ExitCode.OK;
    }
  }

  private static Changes changes(
      Invocation call, Trail trail, TrailStep step, Optional<TrailStep> before)
      throws CommandFailure, IOException {
    StepSizes sizes = new StepSizes(trail, LocalPool.of(call));
    State base = before.map(TrailStep::state).orElse(State.EMPTY);
    Side from = new Side(before.map(old -> "@" + old.revision()).orElse("nothing"), base);
    Changes changes =
        Changes.between(from, new Side("@" + step.revision(), step.state()), sizes::of);
    if (!changes.files().isEmpty()) {
      sizes.learn(step, StepSizes.newSince(Optional.of(base), step));
      if (before.isPresent()) {
        sizes.learn(before.get(), StepSizes.newSince(Optional.of(step.state()), before.get()));
      }
    }
    return changes;
  }

  private static void header(TrailStep step, String author, Console console) throws IOException {
    console.dataLine("step    " + step.revision());
    console.dataLine("state   " + step.state().id());
    line("author", author, console);
    line("time", StepTime.shown(step.created()), console);
    line("status", step.status(), console);
    line("message", step.message(), console);
    promotion(step, console);
  }

  /** What 'pvr promote' left in the step: whoever posted it can have written anything there. */
  private static void promotion(TrailStep step, Console console) throws IOException {
    Optional<JsonObject> promotion = step.meta().object(Promotion.META);
    if (promotion.isEmpty()) {
      return;
    }
    line("from", promotion.get().string("from").orElse(""), console);
    List<JsonObject> gates =
        promotion.get().get("gates").stream()
            .flatMap(value -> value instanceof JsonArray(var items) ? items.stream() : Stream.of())
            .filter(JsonObject.class::isInstance)
            .map(JsonObject.class::cast)
            .limit(GATES)
            .toList();
    for (JsonObject gate : gates) {
      line("gate", gate(gate), console);
    }
    if (gates.isEmpty()) {
      line("gate", "none looked at it", console);
    }
  }

  private static String gate(JsonObject gate) {
    return "%s, by %s at %s%s"
        .formatted(
            gate.string("verdict").orElse("no verdict"),
            gate.string("program").orElse("somebody"),
            gate.string("time").orElse("some time"),
            gate.string("policy").map(policy -> ", policies " + policy).orElse(""));
  }

  private static void line(String name, String text, Console console) throws IOException {
    if (!text.isEmpty()) {
      console.dataLine(
          "%-7s %s".formatted(name, text.lines().findFirst().map(console::name).orElse("")));
      for (String more : text.lines().skip(1).toList()) {
        console.dataLine("        " + console.name(more));
      }
    }
  }

  private static JsonObject document(
      TrailStep step, String author, Optional<TrailStep> before, Changes changes) {
    JsonObject.Builder document = StepJson.of(step, author);
    before.ifPresent(old -> document.put("before", old.revision()));
    if (!step.meta().isEmpty()) {
      document.put("meta", step.meta());
    }
    return document.put("changes", ChangesJson.of(changes)).build();
  }
}
