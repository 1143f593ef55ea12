package dev.firmtrail.workspace;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Chooses which files are tracked beside those of the committed state: {@code add} and {@code
 * unadd}. For one command.
 */
final class Tracking {
  /**
   * Begins the names at the root that are never added. The published program passes them over in
   * silence, and a tree must have the same state there and here.
   */
  private static final String RESERVED_PREFIX = ".pv";

  private final Path root;
  private final Set<String> committed;
  private final AddedFiles added;

  /**
   * @param committed keys of the committed state
   */
  Tracking(Path root, Set<String> committed, AddedFiles added) {
    this.root = root;
    this.committed = committed;
    this.added = added;
  }

  /** Reads files for the ids of their contents. */
  interface Ids {
    SortedMap<String, ObjectId> of(List<WorkTree.Item> files)
        throws IOException, WorkspaceException;
  }

  AddReport add(
      List<String> patterns, Path from, Set<AddOption> options, boolean withBootDirectory, Ids ids)
      throws IOException, WorkspaceException {
    String base = key(from);
    Selection selection = Selection.of(patterns, root, base);
    Path start = selection.staysBelow(base) ? root.resolve(base) : root;
    IgnoreRules rules = IgnoreRules.of(root);
    Addition addition = new Addition();
    for (WorkTree.Item item : WorkTree.list(root, start, withBootDirectory)) {
      boolean tracked = committed.contains(item.key()) || added.contains(item.key());
      if (isReserved(item.key()) && !tracked) {
        continue;
      }
      Optional<Selection.Way> way = selection.means(item.key());
      if (way.isEmpty()) {
        continue;
      }
      boolean ignored = !tracked && isIgnored(rules, item);
      boolean meantAllTheSame =
          options.contains(AddOption.IGNORED) || way.get() == Selection.Way.EXACTLY;
      if (ignored && !meantAllTheSame) {
        addition.ignore(item);
      } else if (item.key().startsWith(RESERVED_PREFIX) && !tracked) {
        addition.passOver(item);
      } else if (ignored) {
        addition.takeIgnored(item);
      } else {
        addition.take(item);
      }
    }
    boolean raw = options.contains(AddOption.RAW);
    for (Map.Entry<String, ObjectId> each : ids.of(addition.files()).entrySet()) {
      added.put(each.getKey(), raw, each.getValue());
    }
    added.save();
    return addition.report(selection.unmatched());
  }

  private static boolean isIgnored(IgnoreRules rules, WorkTree.Item item) {
    return item.kind() == WorkTree.Kind.EMPTY_DIRECTORY
        ? rules.ignoresDirectory(item.key())
        : rules.ignores(item.key());
  }

  UnaddReport unadd(List<String> patterns, Path from) throws IOException, WorkspaceException {
    Selection selection = selection(patterns, from);
    List<String> forgotten = new ArrayList<>();
    for (String key : added.keys()) {
      if (selection.means(key).isPresent()) {
        forgotten.add(key);
      }
    }
    forgotten.forEach(added::remove);
    if (added.keys().isEmpty()) {
      added.clear();
    } else {
      added.save();
    }
    return new UnaddReport(forgotten, selection.unmatched());
  }

  Selection selection(List<String> patterns, Path from) throws IOException, WorkspaceException {
    return Selection.of(patterns, root, key(from));
  }

  /** The key of a directory of the workspace; empty for the root. */
  private String key(Path directory) throws IOException, WorkspaceException {
    Path realRoot = root.toRealPath();
    Path realFrom = directory.toRealPath();
    if (!realFrom.startsWith(realRoot)) {
      throw new WorkspaceException(
          Shown.text(directory.toString()) + " is not inside the workspace " + root);
    }
    return realRoot.relativize(realFrom).toString();
  }

  /** Files that are never added and never shown as untracked. */
  static boolean isReserved(String key) {
    return key.startsWith(WorkTree.BOOT_DIRECTORY + "/") || Addition.isLeftover(key);
  }
}
