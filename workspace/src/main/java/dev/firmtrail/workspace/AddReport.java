package dev.firmtrail.workspace;

import java.util.List;

/**
 * What add did, and what lies in the way that a state cannot hold.
 *
 * @param tracked paths that this call tracks, sorted
 * @param followedLinks symbolic links to files: their target's content was taken
 * @param skippedLinks symbolic links to directories or to nothing: not tracked
 * @param lostModes files whose mode is not that of a plain file (executable, set-id): only content was taken
 * @param emptyDirectories not tracked
 */
public record AddReport(
    List<String> tracked,
    List<String> followedLinks,
    List<String> skippedLinks,
    List<String> lostModes,
    List<String> emptyDirectories) {
  public AddReport {
    tracked = List.copyOf(tracked);
    followedLinks = List.copyOf(followedLinks);
    skippedLinks = List.copyOf(skippedLinks);
    lostModes = List.copyOf(lostModes);
    emptyDirectories = List.copyOf(emptyDirectories);
  }
}
