package dev.firmtrail.workspace;

import java.util.List;

/**
 * How the work tree differs from the committed state; each list sorted. Untracked names may be
 * other than valid paths.
 */
public record Status(
    List<String> added, List<String> removed, List<String> changed, List<String> untracked) {
  public Status {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    changed = List.copyOf(changed);
    untracked = List.copyOf(untracked);
  }

  /** Whether a commit would change nothing. */
  public boolean isClean() {
    return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
  }
}
