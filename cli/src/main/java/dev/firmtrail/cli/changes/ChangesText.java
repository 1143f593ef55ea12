package dev.firmtrail.cli.changes;

import dev.firmtrail.cli.frame.Bytes;
import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.Console.Colour;
import dev.firmtrail.cli.frame.OutputFailure;
import dev.firmtrail.state.JsonChange;
import dev.firmtrail.state.PartDiff;
import dev.firmtrail.state.StateDiff;
import dev.firmtrail.state.StateEntry;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Changes for a person: parts, then files, then what changed inside JSON files. For one run. */
final class ChangesText {
  /** A longer value is cut; {@code --json} has all of it. */
  private static final int LONGEST_VALUE = 100;

  private final Changes changes;
  private final Console console;

  ChangesText(Changes changes, Console console) {
    this.changes = changes;
    this.console = console;
  }

  void print() throws OutputFailure {
    Optional<StateDiff.SpecChange> spec = changes.files().spec();
    if (spec.isPresent()) {
      console.dataLine(
          "format %s -> %s"
              .formatted(
                  shown(spec.get().from().orElse("none")), shown(spec.get().to().orElse("none"))));
    }
    PartDiff parts = changes.parts();
    if (!parts.equals(new PartDiff(List.of(), List.of(), List.of()))) {
      console.dataLine("parts");
      Map<String, Colour> marks = new TreeMap<>();
      parts.added().forEach(name -> marks.put(name, Colour.GREEN));
      parts.changed().forEach(name -> marks.put(name, Colour.YELLOW));
      parts.removed().forEach(name -> marks.put(name, Colour.RED));
      for (Map.Entry<String, Colour> part : marks.entrySet()) {
        line(part.getValue(), shown(part.getKey()));
      }
      console.dataLine("files");
      files();
      insides();
    }
  }

  private void line(Colour colour, String text) throws OutputFailure {
    String letter =
        switch (colour) {
          case GREEN -> "A";
          case RED -> "D";
          case YELLOW, FAINT -> "C";
        };
    console.dataLine("  " + console.coloured(colour, letter) + " " + text);
  }

  private void files() throws OutputFailure {
    StateDiff diff = changes.files();
    TreeMap<StatePath, Line> lines = new TreeMap<>();
    diff.added().forEach((path, entry) -> lines.put(path, new Line(Colour.GREEN, entry(entry))));
    diff.removed().forEach((path, entry) -> lines.put(path, new Line(Colour.RED, entry(entry))));
    diff.changed()
        .forEach((path, change) ->
            lines.put(
                path, new Line(Colour.YELLOW, entry(change.from()) + " -> " + entry(change.to()))));
    for (Map.Entry<StatePath, Line> line : lines.entrySet()) {
      line(line.getValue().colour, shown(line.getKey().text()) + "  " + line.getValue().what);
    }
  }

  private record Line(Colour colour, String what) {}

  private String entry(StateEntry entry) {
    return switch (entry) {
      case StateEntry.ObjectRef(var id) -> {
        OptionalLong size = changes.sizes().of(id);
        String bytes = size.isPresent() ? " (" + Bytes.text(size.getAsLong()) + ")" : "";
        yield id.hex().substring(0, 8) + bytes;
      }
      case StateEntry.Inline _ -> "json";
    };
  }

  private void insides() throws OutputFailure {
    boolean first = true;
    for (Map.Entry<StatePath, StateDiff.Change> file : changes.files().changed().entrySet()) {
      if (file.getValue().from() instanceof StateEntry.Inline(Json before)
          && file.getValue().to() instanceof StateEntry.Inline(Json after)) {
        if (first) {
          console.dataLine("inside JSON files");
          first = false;
        }
        console.dataLine("  " + shown(file.getKey().text()));
        for (JsonChange inside : JsonChange.between(before, after)) {
          inside(inside);
        }
      }
    }
  }

  private void inside(JsonChange change) throws OutputFailure {
    String where = change.pointer().isEmpty() ? "(all of it)" : shown(change.pointer());
    Optional<String> from = change.from().map(this::value);
    Optional<String> to = change.to().map(this::value);
    if (from.isEmpty()) {
      console.dataLine(
          "    " + console.coloured(Colour.GREEN, "+") + " " + where + ": " + to.orElse(""));
    } else if (to.isEmpty()) {
      console.dataLine(
          "    " + console.coloured(Colour.RED, "-") + " " + where + ": " + from.get());
    } else {
      console.dataLine("      " + where + ": " + from.get() + " -> " + to.get());
    }
  }

  private String value(Json value) {
    String text = JsonWriter.CANONICAL.text(value);
    int end =
        text.offsetByCodePoints(0, Math.min(LONGEST_VALUE, text.codePointCount(0, text.length())));
    return shown(end < text.length() ? text.substring(0, end) + "…" : text);
  }

  private String shown(String text) {
    return console.name(text);
  }
}
