package dev.firmtrail.pins.buildroot;

import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.tree.SourceFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of configuration that holds what differs from Buildroot's defaults. Of an option that
 * stands twice the last counts.
 */
record Defconfig(SourceFile file, Map<String, Value> values) {
  private static final String NOT_SET = " is not set";

  record Value(String text, int line) {
    Place place() {
      return Place.line(line);
    }
  }

  static boolean isOne(SourceFile file) {
    return (file.name().endsWith("_defconfig") || file.name().equals("defconfig"))
        && file.text()
            .filter(text -> text.startsWith("BR2_") || text.contains("\nBR2_"))
            .isPresent();
  }

  static Defconfig of(SourceFile file) {
    Map<String, Value> values = new LinkedHashMap<>();
    List<String> lines = file.lines();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      int equals = line.indexOf('=');
      if (line.startsWith("BR2_") && equals > 0) {
        String text = line.substring(equals + 1).strip();
        boolean isQuoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        values.put(
            line.substring(0, equals),
            new Value(isQuoted ? text.substring(1, text.length() - 1) : text, i + 1));
      } else if (line.startsWith("# BR2_") && line.endsWith(NOT_SET)) {
        values.put(line.substring(2, line.length() - NOT_SET.length()), new Value("n", i + 1));
      }
    }
    return new Defconfig(file, values);
  }

  Optional<Value> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  boolean isOn(String name) {
    return get(name).filter(value -> value.text().equals("y")).isPresent();
  }
}
