package dev.firmtrail.pins.settings;

import dev.firmtrail.pins.PinFinding;
import dev.firmtrail.state.Glob;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A finding that somebody answers for, until a day. Stands in {@code pins.yaml}, or in a comment
 * beside what it is about.
 *
 * @param rule id of a rule
 * @param files paths that it is about
 * @param entry the one thing that it is about; empty for every one
 * @param until the last day on which it counts
 * @param reason a sentence for the person who reads the report
 * @param line where it stands, from 1
 */
public record Allowance(
    String rule, Glob files, Optional<String> entry, LocalDate until, String reason, int line) {

  boolean fits(PinFinding finding) {
    return finding.rule().id().equals(rule)
        && files.matches(finding.file())
        && entry.map(finding.entry()::equals).orElse(true);
  }

  /** Whether it counts no more. */
  boolean isOver(LocalDate today) {
    return today.isAfter(until);
  }
}
