package dev.firmtrail.audit.gate;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.report.Sarif;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.JsonObject;
import java.util.Locale;

/**
 * A report as SARIF 2.1.0 (OASIS): a rule for each kind of difference and for each policy that was
 * broken, a result a finding. The place of a result is its path in the state, or in the deploy
 * directory where it has none, as a relative URI.
 */
public final class SarifReport {
  private SarifReport() {}

  /** The document, in UTF-8. */
  public static byte[] of(GateReport report) {
    int space = report.program().lastIndexOf(' ');
    Sarif log =
        new Sarif(
            report.program().substring(0, space) + " gate",
            report.program().substring(space + 1),
            "firmtrailGate/v1");
    for (Check check : report.checks()) {
      for (Finding finding : check.findings()) {
        log.add(
            rule(rule(check, finding)),
            finding.kind() == Finding.Kind.UNKNOWN ? Sarif.Level.WARNING : Sarif.Level.ERROR,
            text(finding),
            finding.path(),
            Place.WHOLE_FILE,
            "");
      }
    }
    return log.document(report.time(), properties(report));
  }

  private static JsonObject rule(String id) {
    return JsonObject.builder()
        .put("id", id)
        .put("shortDescription", Sarif.message(means(id)))
        .build();
  }

  private static String means(String rule) {
    return switch (rule) {
      case "different" -> "The build and the state have something else under the same path";
      case "missing" -> "The state has a path that the build lacks";
      case "extra" -> "The build has a path that the state lacks";
      case "unknown" -> "Something could not be judged";
      case "format" -> "The build and the state have different formats";
      case "unmapped" -> "A file of the build goes nowhere";
      default -> "A policy is broken: " + rule;
    };
  }

  private static String rule(Check check, Finding finding) {
    return switch (check.kind()) {
      case PART -> finding.kind().name().toLowerCase(Locale.ROOT);
      case FORMAT, UNMAPPED -> check.kind().word();
      case POLICY -> check.fullName();
    };
  }

  private static String text(Finding finding) {
    StringBuilder text =
        new StringBuilder(Shown.whole(finding.path()) + ": " + Shown.whole(finding.detail()));
    finding.expected().ifPresent(id -> text.append("; expected ").append(id));
    finding.found().ifPresent(id -> text.append("; found ").append(id));
    return text.toString();
  }

  private static JsonObject properties(GateReport report) {
    return JsonObject.builder()
        .put("build", Shown.whole(report.build()))
        .put("against", Shown.whole(report.against()))
        .put("state", report.id().hex())
        .build();
  }
}
