package dev.firmtrail.cli.audit;

import dev.firmtrail.audit.bisect.Bisection;
import dev.firmtrail.audit.bisect.KnownSteps;
import dev.firmtrail.audit.bisect.SessionLog;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.remote.Connection;
import dev.firmtrail.cli.remote.StepAuthors;
import dev.firmtrail.cli.remote.StepJson;
import dev.firmtrail.cli.remote.StepTime;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.HubException;
import dev.firmtrail.hubclient.TrailStep;
import dev.firmtrail.state.PartDiff;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonNumber;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.Workspace;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a search for the first bad revision is told. For one run. */
final class BisectReport {
  /** Each is asked for at the hub. */
  private static final int MOST_SHOWN = 20;

  private final Invocation call;
  private final Workspace workspace;
  private final Console console;

  BisectReport(Invocation call, Workspace workspace) {
    this.call = call;
    this.workspace = workspace;
    this.console = call.console();
  }

  void warnOfTornLine(Bisection bisection) {
    if (bisection.log().isTorn()) {
      console.notice(
          "the log ends in the middle of a line, which is left out: what it said has to be said again");
    }
  }

  /** One answer of a test, while it goes on. */
  void tell(SessionLog.Answer answer, Bisection bisection) {
    console.notice(
        "revision %d: %s (%s)%s"
            .formatted(
                answer.revision(),
                answer.outcome().word(),
                answer.why(),
                bisection.next().isPresent() ? "; " + left(bisection) : ""));
  }

  private static String left(Bisection bisection) {
    return "%s left, about %s more"
        .formatted(
            Shown.count(bisection.left(), "revision"), Shown.count(bisection.runsLeft(), "run"));
  }

  /** Where the search is: what to test next, or what was found. */
  ExitCode tell(Bisection bisection) throws CommandFailure, IOException {
    Optional<Bisection.Found> found = bisection.found();
    if (found.isEmpty()) {
      next(bisection);
      return ExitCode.OK;
    }
    try (HubClient hub = Connection.open(call)) {
      found(bisection.log().start(), found.get(), hub);
    }
    return found.get().isOne() ? ExitCode.OK : ExitCode.NOT_SINGLED_OUT;
  }

  private void next(Bisection bisection) throws IOException {
    long next = bisection.next().orElseThrow();
    String url = bisection.log().start().step(next);
    if (console.wantsJson()) {
      console.json(
          JsonObject.builder()
              .put("next", next)
              .put("url", url)
              .put("left", bisection.left())
              .put("runsLeft", bisection.runsLeft())
              .build());
      return;
    }
    console.dataLine("next: revision " + next + " (" + left(bisection) + ")");
    console.dataLine("  pvr bisect run CMD, or by hand: pvr clone " + console.name(url));
  }

  /** A step that may be the first bad one, as far as the hub has it. */
  private record Suspect(
      long revision, Optional<TrailStep> step, String author, Optional<PartDiff> parts) {}

  private void found(SessionLog.Start start, Bisection.Found found, HubClient hub)
      throws IOException {
    KnownSteps steps = new KnownSteps(hub, workspace);
    List<Suspect> suspects = new ArrayList<>();
    long last = Math.min(found.last(), found.first() + MOST_SHOWN - 1);
    for (long revision = found.first(); revision <= last; revision++) {
      suspects.add(suspect(start, revision, steps, hub));
    }
    if (console.wantsJson()) {
      console.json(document(found, suspects));
      return;
    }
    console.dataLine(
        found.isOne()
            ? "first bad revision: " + found.first()
            : "the first bad revision is one of %d to %d, all but the last of which could not be tested"
                .formatted(found.first(), found.last()));
    for (Suspect suspect : suspects) {
      print(suspect, !found.isOne());
    }
    if (last < found.last()) {
      console.dataLine("revisions " + (last + 1) + " to " + found.last() + " are not shown");
    }
    console.dataLine("confidence %s after %d runs".formatted(percent(found), found.runs()));
  }

  private static Suspect suspect(
      SessionLog.Start start, long revision, KnownSteps steps, HubClient hub) throws IOException {
    Optional<TrailStep> step = ifThere(start, revision, steps);
    Optional<TrailStep> before = ifThere(start, revision - 1, steps);
    String author = "";
    if (step.isPresent()) {
      author =
          new StepAuthors(hub.trail(hub.remote(URI.create(start.step(revision))))).of(step.get());
    }
    return new Suspect(
        revision,
        step,
        author,
        step.isPresent() && before.isPresent()
            ? Optional.of(PartDiff.between(before.get().state(), step.get().state()))
            : Optional.empty());
  }

  private static Optional<TrailStep> ifThere(
      SessionLog.Start start, long revision, KnownSteps steps) throws IOException {
    try {
      return Optional.of(steps.step(start.step(revision), revision));
    } catch (HubException failed) {
      if (failed.kind() == HubException.Kind.INTERRUPTED) {
        throw failed;
      }
      return Optional.empty();
    }
  }

  private void print(Suspect suspect, boolean numbered) throws IOException {
    if (numbered) {
      console.dataLine("revision " + suspect.revision);
    }
    if (suspect.step.isEmpty()) {
      console.dataLine("  the hub does not give this step");
      return;
    }
    TrailStep step = suspect.step.get();
    console.dataLine("  state   " + step.state().id());
    line("author", suspect.author);
    line("time", StepTime.shown(step.created()));
    line("message", step.message());
    if (suspect.parts.isPresent()) {
      PartDiff parts = suspect.parts.get();
      changed("A", Console.Colour.GREEN, parts.added());
      changed("C", Console.Colour.YELLOW, parts.changed());
      changed("D", Console.Colour.RED, parts.removed());
    }
  }

  private void line(String name, String text) throws IOException {
    if (!text.isEmpty()) {
      console.dataLine(
          "  %-7s %s".formatted(name, text.lines().findFirst().map(console::name).orElse("")));
    }
  }

  private void changed(String letter, Console.Colour colour, List<String> parts)
      throws IOException {
    for (String part : parts) {
      console.dataLine("  " + console.coloured(colour, letter) + " " + console.name(part));
    }
  }

  /** Never rounded up: what is not certain does not look so. */
  private static String percent(Bisection.Found found) {
    return found.confidence() >= 1
        ? "100 %"
        : String.format(Locale.ROOT, "%.2f %%", Math.floor(found.confidence() * 10_000) / 100);
  }

  private static JsonObject document(Bisection.Found found, List<Suspect> suspects) {
    return JsonObject.builder()
        .put("first", found.first())
        .put("last", found.last())
        .put("confidence", JsonNumber.parse(String.format(Locale.ROOT, "%.6f", found.confidence())))
        .put("runs", found.runs())
        .put("suspects", new JsonArray(suspects.stream().<Json>map(BisectReport::json).toList()))
        .build();
  }

  private static JsonObject json(Suspect suspect) {
    JsonObject.Builder json =
        suspect.step.isPresent()
            ? StepJson.of(suspect.step.get(), suspect.author)
            : JsonObject.builder().put("revision", suspect.revision);
    suspect.parts.ifPresent(parts -> {
      json.put(
          "parts",
          JsonObject.builder()
              .put("added", names(parts.added()))
              .put("changed", names(parts.changed()))
              .put("removed", names(parts.removed()))
              .build());
    });
    return json.build();
  }

  private static JsonArray names(List<String> names) {
    return new JsonArray(names.stream().map(name -> Json.of(name)).toList());
  }
}
