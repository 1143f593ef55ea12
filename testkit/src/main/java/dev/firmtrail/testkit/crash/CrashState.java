package dev.firmtrail.testkit.crash;

import dev.firmtrail.testkit.crash.Trace.Entry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One of the states in which a power cut may leave the disk.
 *
 * @param fates of changes that were pending; {@link Fate#DONE} where one is not named. A change of
 *     names that counts on a lost one is lost with it.
 */
record CrashState(CrashPoint point, Map<Integer, Fate> fates) {
  CrashState {
    fates = Map.copyOf(fates);
  }

  private Fate fate(int step) {
    return point.isDurable(step) ? Fate.DONE : fates.getOrDefault(step, Fate.DONE);
  }

  /** What is found when the power is back. */
  Tree tree() {
    Map<Integer, SortedMap<String, Integer>> directories = new HashMap<>();
    names()
        .forEach((entry, file) ->
            directories
                .computeIfAbsent(entry.directory(), none -> new TreeMap<>())
                .put(entry.name(), file));
    Map<Integer, Bytes> contents = contents();
    SortedMap<String, Tree.Node> nodes = new TreeMap<>();
    collect(Trace.ROOT, "", directories, contents, nodes);
    return new Tree(nodes);
  }

  private void collect(
      int directory,
      String prefix,
      Map<Integer, SortedMap<String, Integer>> directories,
      Map<Integer, Bytes> contents,
      SortedMap<String, Tree.Node> nodes) {
    for (Map.Entry<String, Integer> each :
        directories.getOrDefault(directory, new TreeMap<>()).entrySet()) {
      int number = each.getValue();
      String path = prefix + each.getKey();
      Tree.Node kind = point.trace().kinds().get(number);
      @Nullable Bytes content = contents.get(number);
      nodes.put(path, content == null ? kind : new Tree.File(content));
      if (kind instanceof Tree.Directory) {
        collect(number, path + "/", directories, contents, nodes);
      }
    }
  }

  private Map<Entry, Integer> names() {
    Map<Entry, Integer> names = new HashMap<>(point.trace().entries());
    BitSet lost = new BitSet();
    for (int step = 0; step < point.length(); step++) {
      if (point.trace().operation(step) instanceof Operation.OfNames change) {
        int need = point.trace().needs().get(step);
        if (!fate(step).equals(Fate.DONE) || (need >= 0 && lost.get(need))) {
          lost.set(step);
        } else {
          apply(change, names);
        }
      }
    }
    return names;
  }

  private static void apply(Operation.OfNames change, Map<Entry, Integer> names) {
    switch (change) {
      case Operation.Add add -> names.put(new Entry(add.directory(), add.name()), add.file());
      case Operation.Remove remove ->
          names.remove(new Entry(remove.directory(), remove.name()), remove.file());
      case Operation.Move move -> {
        names.remove(new Entry(move.from(), move.oldName()), move.file());
        names.put(new Entry(move.directory(), move.name()), move.file());
      }
    }
  }

  /** Of the files that something was done to. */
  private Map<Integer, Bytes> contents() {
    Map<Integer, Bytes> contents = new HashMap<>();
    for (int step = 0; step < point.length(); step++) {
      if (point.trace().operation(step) instanceof Operation.OfData change) {
        Bytes before =
            contents.computeIfAbsent(
                change.file(), file -> ((Tree.File) point.trace().kinds().get(file)).content());
        contents.put(change.file(), fate(step).apply(change, Objects.requireNonNull(before)));
      }
    }
    return contents;
  }

  /** For a person: when the power went, and what of all that was not synced is not on the disk. */
  String describe() {
    List<String> lines = new ArrayList<>(List.of(point.describe()));
    for (int step : point.pending()) {
      lines.add("  " + point.trace().describe(step) + ": " + fate(step));
    }
    return String.join("\n", lines);
  }
}
