package dev.firmtrail.testkit.crash;

import java.util.List;
import java.util.Map;

/**
 * A run, as the disk saw it.
 *
 * @param entries the names that were there before, durably; directories have their entries here too
 * @param kinds what each number is: of a file, the bytes that it had before the run (none if it was
 *     made in it)
 * @param steps in order: a change where it began, a sync where it ended
 * @param needs for each step the earlier one that gave the name which it takes away; -1 where that
 *     is older than the run
 * @param labels a path for each number
 */
public record Trace(
    Map<Entry, Integer> entries,
    List<Tree.Node> kinds,
    List<Step> steps,
    List<Integer> needs,
    List<String> labels) {
  /** The number of the directory that all is in. */
  static final int ROOT = 0;

  public Trace {
    entries = Map.copyOf(entries);
    kinds = List.copyOf(kinds);
    steps = List.copyOf(steps);
    needs = List.copyOf(needs);
    labels = List.copyOf(labels);
  }

  /** A place for a name. */
  record Entry(int directory, String name) {}

  /**
   * Something that was done.
   *
   * @param begun no effect is earlier
   * @param ended all effects are there; a sync that begins later covers it
   */
  record Step(Operation operation, int begun, int ended) {}

  Operation operation(int step) {
    return steps.get(step).operation();
  }

  /** How many changes, syncs and promises there are. */
  public int operations() {
    return steps.size();
  }

  String describe(int step) {
    return "[%d] %s".formatted(step, operation(step).describe(labels::get));
  }
}
