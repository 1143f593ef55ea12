package dev.firmtrail.pins.report;

import dev.firmtrail.pins.Level;
import dev.firmtrail.pins.PinFinding;
import dev.firmtrail.pins.Rule;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonString;
import java.time.Instant;
import java.util.List;

/** Findings as SARIF, each rule with its whole text. */
public final class PinSarif {
  /** GitHub takes no more results of one run. */
  private static final int MOST_RESULTS = 25_000;

  private PinSarif() {}

  /** The document, in UTF-8. Beyond 25,000 findings it says how many are left out. */
  public static byte[] of(String version, List<PinFinding> findings, Instant end) {
    Sarif log = new Sarif("firmtrail-pvr pins", version, "firmtrailPins/v1");
    for (PinFinding finding : findings.subList(0, Math.min(findings.size(), MOST_RESULTS))) {
      log.add(
          rule(finding.rule()),
          level(finding.level()),
          Shown.whole(finding.message()),
          finding.file(),
          finding.place(),
          finding.entry());
    }
    return log.document(
        end,
        JsonObject.builder()
            .put("findings", findings.size())
            .put("leftOut", Math.max(0, findings.size() - MOST_RESULTS))
            .build());
  }

  private static Sarif.Level level(Level level) {
    return switch (level) {
      case ERROR -> Sarif.Level.ERROR;
      case WARNING -> Sarif.Level.WARNING;
      case NOTE -> Sarif.Level.NOTE;
    };
  }

  private static JsonObject rule(Rule rule) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("id", rule.id())
            .put("shortDescription", Sarif.message(rule.title()))
            .put("fullDescription", Sarif.message(rule.why()))
            .put("help", Sarif.message(rule.fix()))
            .put(
                "defaultConfiguration",
                JsonObject.builder().put("level", level(rule.level()).word()).build());
    rule.thread().ifPresent(thread -> json.put("helpUri", thread.toString()));
    return json.put(
            "properties",
            JsonObject.builder()
                .put("precision", precision(rule))
                .put("tags", new JsonArray(List.of(new JsonString("supply-chain"))))
                .build())
        .build();
  }

  /** The words that code scanners know. */
  private static String precision(Rule rule) {
    return switch (rule.certainty()) {
      case CERTAIN, OBSERVED -> "very-high";
      case LIKELY -> "medium";
    };
  }
}
