package dev.firmtrail.pins;

import dev.firmtrail.pins.tree.SourceFile;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Takes what families find. For one thread. */
public final class Findings {
  private final Set<PinFinding> found = new LinkedHashSet<>();

  /** With the level of the rule. */
  public void add(Rule rule, SourceFile file, Place place, String entry, String message) {
    add(rule, rule.level(), file, place, entry, message);
  }

  /** The same finding twice counts once. */
  public void add(
      Rule rule, Level level, SourceFile file, Place place, String entry, String message) {
    found.add(new PinFinding(rule, level, file.path(), place, entry, message));
  }

  /** By file, line and rule. */
  public List<PinFinding> sorted() {
    return sorted(found);
  }

  /** The same order for any findings. */
  public static List<PinFinding> sorted(Collection<PinFinding> findings) {
    return findings.stream()
        .sorted(
            Comparator.comparing(PinFinding::file)
                .thenComparingInt(finding -> finding.place().line())
                .thenComparingInt(finding -> finding.place().column())
                .thenComparing(finding -> finding.rule().id())
                .thenComparing(PinFinding::entry))
        .toList();
  }
}
