package dev.firmtrail.cli.remote;

import dev.firmtrail.cli.frame.Bytes;
import dev.firmtrail.cli.frame.Command;
import dev.firmtrail.cli.frame.CommandFailure;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.Flag;
import dev.firmtrail.cli.frame.Invocation;
import dev.firmtrail.cli.frame.Manual;
import dev.firmtrail.cli.frame.Table;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.Trail;
import dev.firmtrail.hubclient.TrailStep;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Lists the steps of a trail. */
public final class StepsCommand implements Command {
  private static final long USUAL_LIMIT = 20;
  private static final Flag LIMIT =
      Flag.of("N", "at most so many steps; 0 for all (default " + USUAL_LIMIT + ")", "limit", "n");

  @Override
  public List<String> names() {
    return List.of("steps");
  }

  @Override
  public Manual manual() {
    return new Manual(
        "List the steps of a trail: who posted what, when, and why",
        "[REPOSITORY | @REV]",
        List.of(
            "Newest first: revision, state id, how many bytes had to travel for it (those of objects that the step before does not"
                + " have; ? where the hub does not tell), status on the device, author, time, and the first line of the message. Without an argument it is"
                + " the trail that this workspace was posted to or cloned from; with a revision, that step and those before.",
            "Authors go by the hub's internal name, where the hub does not tell their nick."),
        List.of(
            "pvr steps",
            "pvr steps ada/thermostat --limit 5",
            "pvr steps --json | jq -r '.steps[].id'"));
  }

  @Override
  public List<Flag> flags() {
    return List.of(LIMIT);
  }

  @Override
  public ExitCode failure() {
    return ExitCode.HUB_FAILED;
  }

  /** One line of the list. */
  private record Line(TrailStep step, String author, int objects, OptionalLong bytes) {}

  @Override
  public ExitCode run(Invocation call) throws CommandFailure, WorkspaceException, IOException {
    long limit = limit(call);
    try (HubClient hub = Connection.open(call)) {
      Trail trail = StepReference.trail(call, hub, call.positionals());
      // One more, because a step's size is told by the step before.
      List<TrailStep> history = trail.history(limit == 0 ? 0 : limit + 1);
      List<Line> lines = lines(call, trail, history, limit);
      if (call.console().wantsJson()) {
        call.console().json(document(lines));
      } else {
        table(lines, call.console());
        long oldest = lines.getLast().step.revision();
        if (oldest > 0) {
          call.console().notice("steps before " + oldest + " are not shown: see --limit");
        }
      }
      return ExitCode.OK;
    }
  }

  private static long limit(Invocation call) throws CommandFailure {
    String text = call.text(LIMIT).orElse(String.valueOf(USUAL_LIMIT));
    if (!text.matches("\\d{1,9}")) {
      throw new CommandFailure(
          ExitCode.USAGE, "--limit: not a number of steps: " + Shown.text(text));
    }
    return Long.parseLong(text);
  }

  private static List<Line> lines(Invocation call, Trail trail, List<TrailStep> history, long limit)
      throws CommandFailure, IOException {
    StepSizes sizes = new StepSizes(trail, LocalPool.of(call));
    StepAuthors authors = new StepAuthors(trail);
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < history.size() && (limit == 0 || i < limit); i++) {
      TrailStep step = history.get(i);
      boolean hasBefore =
          i + 1 < history.size() && history.get(i + 1).revision() == step.revision() - 1;
      Optional<State> before =
          hasBefore ? Optional.of(history.get(i + 1).state()) : Optional.empty();
      Set<ObjectId> objects = StepSizes.newSince(before, step);
      sizes.learn(step, objects);
      lines.add(new Line(step, authors.of(step), objects.size(), sizes.sum(objects)));
    }
    return lines;
  }

  private static void table(List<Line> lines, Console console) throws IOException {
    Table table = new Table(List.of("REV", "STATE", "SENT", "STATUS", "AUTHOR", "TIME", "MESSAGE"));
    for (Line line : lines) {
      TrailStep step = line.step;
      table.row(
          String.valueOf(step.revision()),
          step.state().id().shortHex(),
          line.bytes.isPresent() ? Bytes.text(line.bytes.getAsLong()) : "?",
          Shown.text(step.status()),
          Shown.text(line.author),
          StepTime.shown(step.created()),
          Shown.text(step.message().lines().findFirst().orElse("")));
    }
    console.page();
    console.data(table.text());
  }

  private static JsonObject document(List<Line> lines) {
    List<Json> steps = new ArrayList<>();
    for (Line line : lines) {
      JsonObject.Builder step = StepJson.of(line.step, line.author).put("objects", line.objects);
      line.bytes.ifPresent(bytes -> step.put("bytes", bytes));
      steps.add(step.build());
    }
    return JsonObject.builder().put("steps", new JsonArray(steps)).build();
  }
}
