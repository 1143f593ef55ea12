package dev.firmtrail.state;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How one state differs from another, path by path, on exact values. Immutable.
 *
 * @param added paths that only the second state has, with what stands there
 * @param changed paths that both have, with different entries
 * @param removed paths that only the first state has, with what stood there
 * @param spec the change of the format's name, where there is one
 */
public record StateDiff(
    SortedMap<StatePath, StateEntry> added,
    SortedMap<StatePath, Change> changed,
    SortedMap<StatePath, StateEntry> removed,
    Optional<SpecChange> spec) {

  public StateDiff {
    added = Collections.unmodifiableSortedMap(new TreeMap<>(added));
    changed = Collections.unmodifiableSortedMap(new TreeMap<>(changed));
    removed = Collections.unmodifiableSortedMap(new TreeMap<>(removed));
  }

  /** Two different entries under one path. */
  public record Change(StateEntry from, StateEntry to) {}

  /** Two different formats; empty is the format of the state {@code {}}. */
  public record SpecChange(Optional<String> from, Optional<String> to) {}

  public static StateDiff between(State from, State to) {
    TreeMap<StatePath, StateEntry> added = new TreeMap<>(to.entries());
    TreeMap<StatePath, Change> changed = new TreeMap<>();
    TreeMap<StatePath, StateEntry> removed = new TreeMap<>();
    for (Map.Entry<StatePath, StateEntry> old : from.entries().entrySet()) {
      Optional<StateEntry> young = Optional.ofNullable(added.remove(old.getKey()));
      if (young.isEmpty()) {
        removed.put(old.getKey(), old.getValue());
      } else if (!young.get().equals(old.getValue())) {
        changed.put(old.getKey(), new Change(old.getValue(), young.get()));
      }
    }
    Optional<SpecChange> spec =
        from.spec().equals(to.spec())
            ? Optional.empty()
            : Optional.of(new SpecChange(from.spec(), to.spec()));
    return new StateDiff(added, changed, removed, spec);
  }

  public boolean isEmpty() {
    return added.isEmpty() && changed.isEmpty() && removed.isEmpty() && spec.isEmpty();
  }
}
