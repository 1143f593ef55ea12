package dev.firmtrail.workspace;

import java.util.List;

/**
 * How the work tree differs from the committed state; each list sorted. Untracked names may be
 * other than valid paths.
 *
 * @param untracked what is neither tracked nor ignored
 * @param ignored untracked files that {@code .pvrignore} passes over
 */
public record Status(
    List<String> added,
    List<String> removed,
    List<String> changed,
    List<String> untracked,
    List<String> ignored) {
  public Status {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    changed = List.copyOf(changed);
    untracked = List.copyOf(untracked);
    ignored = List.copyOf(ignored);
  }

  /** Whether a commit would change nothing. */
  public boolean isClean() {
    return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
  }
}
