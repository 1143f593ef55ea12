package dev.firmtrail.workspace;

import java.util.List;

/**
 * What add did, and what lies in the way that a state cannot hold. Each list is sorted; only the
 * tracked are sure to be valid paths of a state.
 *
 * @param tracked paths that this call tracks
 * @param followedLinks symbolic links to files: their target's content was taken
 * @param skippedLinks symbolic links to directories or to nothing: not tracked
 * @param specialFiles devices, pipes and sockets: not tracked
 * @param lostModes files whose mode is not that of a plain file (executable, set-id): only content
 *     was taken
 * @param emptyDirectories not tracked
 * @param reservedNames files at the root whose names begin with {@code .pv}, which are kept for
 *     this program and the boot loader: not tracked
 * @param ignored passed over as {@code .pvrignore} says: not tracked
 * @param tracksIgnored those of the tracked that {@code .pvrignore} would pass over
 * @param unmatched arguments that mean nothing that is there, as typed
 */
public record AddReport(
    List<String> tracked,
    List<String> followedLinks,
    List<String> skippedLinks,
    List<String> specialFiles,
    List<String> lostModes,
    List<String> emptyDirectories,
    List<String> reservedNames,
    List<String> ignored,
    List<String> tracksIgnored,
    List<String> unmatched) {
  public AddReport {
    tracked = List.copyOf(tracked);
    followedLinks = List.copyOf(followedLinks);
    skippedLinks = List.copyOf(skippedLinks);
    specialFiles = List.copyOf(specialFiles);
    lostModes = List.copyOf(lostModes);
    emptyDirectories = List.copyOf(emptyDirectories);
    reservedNames = List.copyOf(reservedNames);
    ignored = List.copyOf(ignored);
    tracksIgnored = List.copyOf(tracksIgnored);
    unmatched = List.copyOf(unmatched);
  }
}
