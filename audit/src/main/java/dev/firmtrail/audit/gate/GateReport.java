package dev.firmtrail.audit.gate;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.audit.Verdict;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.StateId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a gate found. Immutable.
 *
 * @param build what was built, as a person called it
 * @param against what it was compared with, likewise
 * @param id of the state that it was compared with
 * @param parts those that were compared; empty for all
 * @param policy the file of the policies that were held against it; empty where there are none
 * @param program name and version of the program that judged
 * @param time when, by the clock of the machine that judged
 * @param notes what a person should know beside
 */
public record GateReport(
    String build,
    String against,
    StateId id,
    Set<String> parts,
    Optional<ObjectId> policy,
    String program,
    Instant time,
    List<Check> checks,
    List<String> notes) {
  public GateReport {
    parts = Set.copyOf(parts);
    checks = List.copyOf(checks);
    notes = List.copyOf(notes);
  }

  /** Those that were compared, sorted; empty for all. */
  @Override
  public Set<String> parts() {
    return new TreeSet<>(parts);
  }

  /** The findings of all checks, in their order. */
  public List<Finding> findings() {
    return checks.stream().flatMap(check -> check.findings().stream()).toList();
  }

  public Verdict verdict() {
    return Verdict.of(findings());
  }
}
