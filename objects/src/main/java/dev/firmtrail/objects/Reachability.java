package dev.firmtrail.objects;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import java.io.IOException;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which objects some states need, against those that a store has. A walk over names: no object is
 * read, nothing is deleted.
 *
 * @param reachable ids that the states refer to
 * @param missing those of them that the store does not have
 * @param unreferenced ids in the store that none of the states refers to. Another workspace or a
 *     state that was not given may need them, so this is not a list of what to delete
 */
public record Reachability(
    SortedSet<ObjectId> reachable, SortedSet<ObjectId> missing, SortedSet<ObjectId> unreferenced) {
  public Reachability {
    reachable = Collections.unmodifiableSortedSet(new TreeSet<>(reachable));
    missing = Collections.unmodifiableSortedSet(new TreeSet<>(missing));
    unreferenced = Collections.unmodifiableSortedSet(new TreeSet<>(unreferenced));
  }

  public static Reachability of(Iterable<State> states, ObjectStore store) throws IOException {
    SortedSet<ObjectId> reachable = new TreeSet<>();
    states.forEach(state -> reachable.addAll(state.objects()));
    SortedSet<ObjectId> there = store.ids();
    SortedSet<ObjectId> missing = new TreeSet<>(reachable);
    missing.removeAll(there);
    SortedSet<ObjectId> unreferenced = new TreeSet<>(there);
    unreferenced.removeAll(reachable);
    return new Reachability(reachable, missing, unreferenced);
  }
}
