package dev.firmtrail.workspace;

import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.state.json.CodePointOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sorts what a selection found into what can be tracked and what a state cannot hold. For one run.
 */
final class Addition {
  private final List<WorkTree.Item> files = new ArrayList<>();
  private final List<String> followedLinks = new ArrayList<>();
  private final List<String> skippedLinks = new ArrayList<>();
  private final List<String> specialFiles = new ArrayList<>();
  private final List<String> lostModes = new ArrayList<>();
  private final List<String> emptyDirectories = new ArrayList<>();
  private final List<String> reservedNames = new ArrayList<>();
  private final List<String> ignored = new ArrayList<>();
  private final List<String> tracksIgnored = new ArrayList<>();

  /**
   * @throws WorkspaceException the item has a name that no state can hold; nothing must be added
   *     then
   */
  void take(WorkTree.Item item) throws WorkspaceException {
    switch (item.kind()) {
      case FILE, LINK_TO_FILE -> file(item);
      case OTHER_LINK -> skippedLinks.add(item.key());
      case SPECIAL -> specialFiles.add(item.key());
      case EMPTY_DIRECTORY -> emptyDirectories.add(item.key());
    }
  }

  /** Notes a file that is not tracked because of its name. */
  void passOver(WorkTree.Item item) {
    if (item.kind() != WorkTree.Kind.EMPTY_DIRECTORY) {
      reservedNames.add(item.key());
    }
  }

  /** Notes what is not tracked because it is ignored. */
  void ignore(WorkTree.Item item) {
    if (item.kind() != WorkTree.Kind.EMPTY_DIRECTORY) {
      ignored.add(item.key());
    }
  }

  /** {@link #take}, although it is ignored. */
  void takeIgnored(WorkTree.Item item) throws WorkspaceException {
    take(item);
    if (item.isFile()) {
      tracksIgnored.add(item.key());
    }
  }

  private void file(WorkTree.Item item) throws WorkspaceException {
    Optional<String> problem =
        item.text()
            ? StatePath.problem(item.key())
            : Optional.of("file name that is not text in this locale's encoding");
    if (problem.isPresent()) {
      throw new WorkspaceException(
          "cannot add "
              + Shown.text(item.key())
              + ": "
              + problem.get()
              + "; nothing was added. Rename it"
              + (item.text() ? "" : ", or set LC_ALL=C.UTF-8 if it is UTF-8"));
    }
    files.add(item);
    if (item.kind() == WorkTree.Kind.LINK_TO_FILE) {
      followedLinks.add(item.key());
    }
    if (item.facts().hasSpecialMode()) {
      lostModes.add(item.key());
    }
  }

  /** Left by a checkout that was killed; nobody means these. */
  static boolean isLeftover(String key) {
    return key.startsWith(DurableFile.TEMPORARY_PREFIX, key.lastIndexOf('/') + 1);
  }

  List<WorkTree.Item> files() {
    return files;
  }

  /**
   * @param unmatched arguments that mean nothing
   */
  AddReport report(List<String> unmatched) {
    List<String> tracked = new ArrayList<>(files.size());
    for (WorkTree.Item file : files) {
      tracked.add(file.key());
    }
    return new AddReport(
        sorted(tracked),
        sorted(followedLinks),
        sorted(skippedLinks),
        sorted(specialFiles),
        sorted(lostModes),
        sorted(emptyDirectories),
        sorted(reservedNames),
        sorted(ignored),
        sorted(tracksIgnored),
        unmatched);
  }

  private static List<String> sorted(List<String> keys) {
    keys.sort(CodePointOrder.INSTANCE);
    return keys;
  }
}
