package dev.firmtrail.workspace;

import dev.firmtrail.state.StateEntry;
import dev.firmtrail.state.StateId;
import java.util.List;
import java.util.SortedMap;

/**
 * What a commit did.
 *
 * @param added new paths with what was stored
 * @param changed changed paths with what was stored
 * @param removed paths that are no longer in the state, sorted
 * @param bytesStored bytes of objects that the store did not have
 */
public record CommitReport(
    StateId id,
    SortedMap<String, StateEntry> added,
    SortedMap<String, StateEntry> changed,
    List<String> removed,
    long bytesStored) {
  public CommitReport {
    removed = List.copyOf(removed);
  }
}
