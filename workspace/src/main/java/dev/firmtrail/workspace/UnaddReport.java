package dev.firmtrail.workspace;

import java.util.List;

/**
 * What unadd did.
 *
 * @param forgotten paths that are no longer tracked, or no longer forced to be objects, sorted
 * @param unmatched arguments that mean nothing that was added, as typed
 */
public record UnaddReport(List<String> forgotten, List<String> unmatched) {
  public UnaddReport {
    forgotten = List.copyOf(forgotten);
    unmatched = List.copyOf(unmatched);
  }
}
