package dev.firmtrail.cli.pins;

import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.OutputFailure;
import dev.firmtrail.pins.Level;
import dev.firmtrail.pins.PinFinding;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.pins.tree.SourceTree;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a finding is shown: as compilers show what they do not like. */
final class FindingText {
  /** Of a line of a file; what is pinned stands at its beginning nearly always. */
  private static final int LONGEST_LINE = 160;

  private FindingText() {}

  static String word(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  /** Place, level and message, the line of the file, and what to do. */
  static void print(PinFinding finding, SourceTree tree, Console console) throws OutputFailure {
    console.dataLine(
        "%s: %s: %s [%s]"
            .formatted(
                console.name(place(finding)),
                console.coloured(colour(finding.level()), word(finding.level())),
                console.name(finding.message()),
                finding.rule().id()));
    int number = finding.place().line();
    Optional<String> line = line(finding, tree);
    if (line.isPresent()) {
      console.dataLine("%6d | %s".formatted(number, Shown.text(tabless(line.get()), LONGEST_LINE)));
      int column = finding.place().column();
      if (column > 0 && column <= LONGEST_LINE) {
        console.dataLine("       | " + " ".repeat(column - 1) + "^");
      }
    }
    console.dataLine("       = " + firstSentence(finding.rule().fix()));
  }

  private static Optional<String> line(PinFinding finding, SourceTree tree) {
    List<String> lines = tree.find(finding.file()).map(SourceFile::lines).orElse(List.of());
    int number = finding.place().line();
    return number > 0 && number <= lines.size()
        ? Optional.of(lines.get(number - 1))
        : Optional.empty();
  }

  private static String tabless(String line) {
    return line.replace('\t', ' ');
  }

  private static String place(PinFinding finding) {
    int line = finding.place().line();
    int column = finding.place().column();
    return finding.file() + (line > 0 ? ":" + line : "") + (column > 0 ? ":" + column : "");
  }

  private static Console.Colour colour(Level level) {
    return switch (level) {
      case ERROR -> Console.Colour.RED;
      case WARNING -> Console.Colour.YELLOW;
      case NOTE -> Console.Colour.FAINT;
    };
  }

  private static String firstSentence(String text) {
    String line = text.replace('\n', ' ');
    int end = line.indexOf(". ");
    return end < 0 ? line : line.substring(0, end + 1);
  }

  static JsonObject json(PinFinding finding) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("rule", finding.rule().id())
            .put("level", word(finding.level()))
            .put("file", finding.file());
    if (finding.place().line() > 0) {
      json.put("line", finding.place().line());
    }
    if (finding.place().column() > 0) {
      json.put("column", finding.place().column());
    }
    return json.put("entry", finding.entry())
        .put("message", finding.message())
        .put("certainty", finding.rule().certainty().name().toLowerCase(Locale.ROOT))
        .put("fix", finding.rule().fix())
        .build();
  }
}
