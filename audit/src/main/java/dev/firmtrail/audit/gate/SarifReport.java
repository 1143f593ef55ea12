package dev.firmtrail.audit.gate;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.state.Sha256;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A report as SARIF 2.1.0 (OASIS): a rule for each kind of difference and for each policy that was
 * broken, a result a finding. The place of a result is its path in the state, or in the deploy
 * directory where it has none, as a relative URI; its fingerprint is made of rule and path, so that
 * the same finding of the next run is known again.
 */
public final class SarifReport {
  private static final JsonWriter INDENTED = JsonWriter.prettyInOrder("  ");

  /** Whoever changes what goes into a fingerprint gives it another name (SARIF 3.27.17). */
  private static final String FINGERPRINT = "firmtrailGate/v1";

  private SarifReport() {}

  /** The document, in UTF-8. */
  public static byte[] of(GateReport report) {
    SequencedMap<String, Integer> rules = new LinkedHashMap<>();
    List<Json> results = new ArrayList<>();
    for (Check check : report.checks()) {
      for (Finding finding : check.findings()) {
        String rule = rule(check, finding);
        rules.putIfAbsent(rule, rules.size());
        results.add(result(rule, rules.getOrDefault(rule, 0), finding));
      }
    }
    JsonObject run =
        JsonObject.builder()
            .put("tool", JsonObject.builder().put("driver", driver(report, rules)).build())
            .put("invocations", array(invocation(report)))
            .put("columnKind", "utf16CodeUnits")
            .put("results", new JsonArray(results))
            .put("properties", properties(report))
            .build();
    return INDENTED.bytes(
        JsonObject.builder()
            .put("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
            .put("version", "2.1.0")
            .put("runs", array(run))
            .build());
  }

  private static JsonObject driver(GateReport report, Map<String, Integer> rules) {
    int space = report.program().lastIndexOf(' ');
    return JsonObject.builder()
        .put("name", report.program().substring(0, space) + " gate")
        .put("version", report.program().substring(space + 1))
        .put("rules", new JsonArray(rules.keySet().stream().<Json>map(SarifReport::rule).toList()))
        .build();
  }

  private static JsonObject rule(String id) {
    return JsonObject.builder().put("id", id).put("shortDescription", message(means(id))).build();
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

  private static JsonObject result(String rule, int index, Finding finding) {
    String level = finding.kind() == Finding.Kind.UNKNOWN ? "warning" : "error";
    StringBuilder text =
        new StringBuilder(Shown.whole(finding.path()) + ": " + Shown.whole(finding.detail()));
    finding.expected().ifPresent(id -> text.append("; expected ").append(id));
    finding.found().ifPresent(id -> text.append("; found ").append(id));
    JsonObject artifact = JsonObject.builder().put("uri", uri(finding.path())).build();
    JsonObject place = JsonObject.builder().put("artifactLocation", artifact).build();
    String fingerprint =
        Sha256.hex((rule + "\0" + finding.path()).getBytes(StandardCharsets.UTF_8));
    return JsonObject.builder()
        .put("ruleId", rule)
        .put("ruleIndex", index)
        .put("level", level)
        .put("message", message(text.toString()))
        .put("locations", array(JsonObject.builder().put("physicalLocation", place).build()))
        .put("partialFingerprints", JsonObject.builder().put(FINGERPRINT, fingerprint).build())
        .build();
  }

  private static JsonObject invocation(GateReport report) {
    return JsonObject.builder()
        .put("executionSuccessful", true)
        .put("endTimeUtc", report.time().toString())
        .build();
  }

  private static JsonObject properties(GateReport report) {
    return JsonObject.builder()
        .put("build", Shown.whole(report.build()))
        .put("against", Shown.whole(report.against()))
        .put("state", report.id().hex())
        .build();
  }

  private static JsonObject message(String text) {
    return JsonObject.builder().put("text", text).build();
  }

  private static JsonArray array(JsonObject only) {
    return new JsonArray(List.of(only));
  }

  /** Every byte but unreserved ones and the slash as {@code %XX} (RFC 3986, 2.3 and 4.2). */
  static String uri(String path) {
    StringBuilder uri = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._~/".indexOf(c) >= 0;
      uri.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return uri.toString();
  }
}
