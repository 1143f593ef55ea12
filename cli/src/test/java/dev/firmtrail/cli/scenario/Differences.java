package dev.firmtrail.cli.scenario;

import dev.firmtrail.state.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** The list of what differs on purpose, {@code vectors/pvr/differences.json}. */
final class Differences {
  private final JsonObject document = Vectors.read(Vectors.PVR.resolve("differences.json"));

  /** One difference, with the outcome that we want. */
  record Row(String scenario, long step, String what, String ours, String reason) {}

  /**
   * Why something differs.
   *
   * @param text what the published program does and what we do instead
   * @param back how to have the old behaviour; empty where that would not be safe
   */
  record Reason(String id, String text, String back) {}

  /** A command, or one step, that is not run; for a step the number is given. */
  record NotRun(String scenario, Optional<Long> step, String command, String why) {}

  /**
   * What status says of one input without {@code --compat}.
   *
   * @param says on standard error; empty for nothing
   */
  record Exact(String scenario, String input, long exit, String says) {}

  List<Exact> exact() {
    return Vectors.objects(document, "exact").stream()
        .map(row ->
            new Exact(
                text(row, "scenario"),
                text(row, "input"),
                row.integer("exit").orElseThrow(),
                text(row, "says")))
        .toList();
  }

  List<Row> rows() {
    return Vectors.objects(document, "rows").stream()
        .map(row ->
            new Row(
                text(row, "scenario"),
                row.integer("step").orElseThrow(),
                text(row, "what"),
                text(row, "ours"),
                text(row, "reason")))
        .toList();
  }

  List<Reason> reasons() {
    return Vectors.objects(document, "reasons").stream()
        .map(reason -> new Reason(text(reason, "id"), text(reason, "text"), text(reason, "back")))
        .toList();
  }

  List<NotRun> notRun() {
    return Vectors.objects(document, "notRun").stream()
        .map(row ->
            new NotRun(
                text(row, "scenario"), row.integer("step"), text(row, "command"), text(row, "why")))
        .toList();
  }

  /** Scenarios that are run with {@code PVR_COMPAT=1}. */
  List<String> compat() {
    return Vectors.strings(document, "compat");
  }

  private static String text(JsonObject row, String name) {
    return row.string(name).orElse("");
  }
}
