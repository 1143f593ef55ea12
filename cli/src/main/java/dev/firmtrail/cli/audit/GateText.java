package dev.firmtrail.cli.audit;

import dev.firmtrail.audit.gate.Check;
import dev.firmtrail.audit.gate.GateReport;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.OutputFailure;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonString;
import java.util.List;

/** How a gate's report is shown. */
final class GateText {
  private GateText() {}

  /** A line a check, its findings below it, and the verdict at the end. */
  static void print(GateReport report, Console console) throws OutputFailure {
    for (Check check : report.checks()) {
      console.dataLine(
          "%-6s %s: %s"
              .formatted(
                  check.kind().word(), console.name(check.name()), Findings.word(check.verdict())));
      Findings.print(check.findings(), console);
    }
    report.notes().forEach(console::notice);
    console.dataLine(
        "%s: %s and %s (%s)%s"
            .formatted(
                Findings.word(report.verdict()),
                console.name(report.build()),
                console.name(report.against()),
                report.id().shortHex(),
                report.findings().isEmpty()
                    ? ""
                    : ", " + Shown.count(report.findings().size(), "finding")));
  }

  /** What {@code pvr promote} takes; {@code docs/formats/gate.md}, Reports. */
  static JsonObject json(GateReport report) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("verdict", Findings.word(report.verdict()))
            .put("build", report.build())
            .put("against", report.against())
            .put("id", report.id().hex());
    if (!report.parts().isEmpty()) {
      json.put("parts", texts(List.copyOf(report.parts())));
    }
    report.policy().ifPresent(id -> json.put("policy", id.hex()));
    return json.put("program", report.program())
        .put("time", report.time().toString())
        .put("checks", new JsonArray(report.checks().stream().<Json>map(GateText::json).toList()))
        .put("notes", texts(report.notes()))
        .build();
  }

  private static JsonObject json(Check check) {
    return JsonObject.builder()
        .put("kind", check.kind().word())
        .put("name", check.name())
        .put("verdict", Findings.word(check.verdict()))
        .put("findings", Findings.json(check.findings()))
        .build();
  }

  private static JsonArray texts(List<String> texts) {
    return new JsonArray(texts.stream().<Json>map(JsonString::new).toList());
  }
}
