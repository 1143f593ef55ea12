package dev.firmtrail.cli.audit;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.audit.Verdict;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.ExitCode;
import dev.firmtrail.cli.frame.OutputFailure;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** How findings and their verdict are shown, for every command that compares. */
final class Findings {
  private Findings() {}

  /** A line each, with both hashes below it where there are two. */
  static void print(List<Finding> findings, Console console) throws OutputFailure {
    for (Finding finding : findings) {
      Console.Colour colour =
          finding.kind() == Finding.Kind.UNKNOWN ? Console.Colour.YELLOW : Console.Colour.RED;
      console.dataLine(
          console.coloured(colour, "%-9s".formatted(word(finding.kind())))
              + " "
              + console.name(finding.path())
              + ": "
              + console.name(finding.detail()));
      if (finding.expected().isPresent() && finding.found().isPresent()) {
        console.dataLine("          expected " + finding.expected().get().hex());
        console.dataLine("          found    " + finding.found().get().hex());
      }
    }
  }

  static JsonArray json(List<Finding> findings) {
    return new JsonArray(findings.stream().<Json>map(Findings::json).toList());
  }

  private static JsonObject json(Finding finding) {
    JsonObject.Builder json =
        JsonObject.builder().put("path", finding.path()).put("kind", word(finding.kind()));
    finding.expected().ifPresent(id -> json.put("expected", id.hex()));
    finding.found().ifPresent(id -> json.put("found", id.hex()));
    return json.put("detail", finding.detail()).build();
  }

  static String word(Finding.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** As it stands in JSON and in sentences. */
  static String word(Verdict verdict) {
    return switch (verdict) {
      case SAME -> "same";
      case DIFFERENT -> "different";
      case CANNOT_TELL -> "cannot tell";
    };
  }

  /**
   * What a command ends with. Where not all is the same, one line on standard error says so: a
   * pipeline keeps standard output in a file.
   */
  static ExitCode end(Verdict verdict, List<Finding> findings, Console console) {
    if (!findings.isEmpty()) {
      Finding first = findings.getFirst();
      console.notice(
          "%s: %s; the first is %s: %s"
              .formatted(
                  word(verdict),
                  Shown.count(findings.size(), "finding"),
                  Shown.text(first.path()),
                  Shown.text(first.detail())));
    }
    return switch (verdict) {
      case SAME -> ExitCode.OK;
      case DIFFERENT -> ExitCode.DIFFERENT;
      case CANNOT_TELL -> ExitCode.CANNOT_TELL;
    };
  }
}
