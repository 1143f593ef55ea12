package dev.firmtrail.hub.trails;

import java.util.List;

/**
 * The rule of {@code docs/formats/hub.md}, What ran when, for comparison: goes through all events
 * from the first one. Shares no line with the hub's own.
 */
final class RunningRule {
  private RunningRule() {}

  /**
   * An event.
   *
   * @param at when, in any unit
   * @param word {@code begun}, {@code meta=<what runs>}, or {@code <step>:<status>}
   */
  record Told(long at, String word) {}

  /** The step that ran, or why that is not known. */
  static String of(List<Told> events, long at, long seen) {
    String runs = "";
    String why = "NOT_BEGUN";
    long saidAt = -1;
    for (Told told : events) {
      if (told.at() <= at) {
        if (!claim(told.word()).isEmpty()) {
          runs = claim(told.word());
          saidAt = told.at();
        } else if (!runs.isEmpty() && leaves(told.word(), runs)) {
          runs = "";
          why = "LEFT";
        }
      } else if (!runs.isEmpty() && saidAt != at) {
        if (!claim(told.word()).isEmpty()) {
          return claim(told.word()).equals(runs) ? runs : "CHANGED";
        }
        if (told.word().startsWith("meta=")) {
          return "CHANGED";
        }
        if (leaves(told.word(), runs)) {
          return runs;
        }
      }
    }
    if (runs.isEmpty()) {
      return why;
    }
    return saidAt == at || at <= seen ? runs : "NOT_SEEN";
  }

  private static String claim(String word) {
    if (word.equals("begun")) {
      return "0";
    }
    if (word.startsWith("meta=")) {
      return word.matches("meta=[0-9]+") ? word.substring(5) : "";
    }
    return word.matches(".*:(TESTING|DONE|UPDATED)") ? word.substring(0, word.indexOf(':')) : "";
  }

  private static boolean leaves(String word, String runs) {
    return word.startsWith("meta=")
        || word.endsWith(":ERROR")
        || (word.endsWith(":INPROGRESS") && !word.startsWith(runs + ":"));
  }
}
