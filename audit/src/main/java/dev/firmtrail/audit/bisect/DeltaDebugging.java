package dev.firmtrail.audit.bisect;

import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The algorithm ddmin: a set of units that makes a test fail, none of which can be left out (A.
 * Zeller and R. Hildebrandt, Simplifying and isolating failure-inducing input, 2002). That is not
 * always the smallest of all such sets; to find that, all subsets would have to be tested. For one
 * search.
 *
 * @param <U> what a set is made of
 */
final class DeltaDebugging<U> {
  private final Oracle<U> oracle;
  private final Map<Set<U>, Outcome> known = new HashMap<>();

  /**
   * Tests a set.
   *
   * @param <U> what a set is made of
   */
  interface Oracle<U> {
    Outcome of(Set<U> units) throws IOException, WorkspaceException;
  }

  DeltaDebugging(Oracle<U> oracle) {
    this.oracle = oracle;
  }

  /**
   * Makes a set smaller. Sets that cannot be tested count as not bad.
   *
   * @param all is bad; the empty set is good
   */
  List<U> minimise(List<U> all) throws IOException, WorkspaceException {
    List<U> bad = List.copyOf(all);
    int pieces = 2;
    while (bad.size() > 1) {
      List<List<U>> chunks = split(bad, pieces);
      Optional<List<U>> smaller = firstBad(chunks);
      if (smaller.isPresent()) {
        bad = smaller.get();
        pieces = 2;
        continue;
      }
      smaller = firstBad(complements(bad, chunks));
      if (smaller.isPresent()) {
        bad = smaller.get();
        pieces = Math.max(pieces - 1, 2);
      } else if (pieces < bad.size()) {
        pieces = Math.min(2 * pieces, bad.size());
      } else {
        break;
      }
    }
    return bad;
  }

  private Optional<List<U>> firstBad(List<List<U>> sets) throws IOException, WorkspaceException {
    for (List<U> set : sets) {
      if (outcome(Set.copyOf(set)) == Outcome.BAD) {
        return Optional.of(set);
      }
    }
    return Optional.empty();
  }

  private Outcome outcome(Set<U> set) throws IOException, WorkspaceException {
    Outcome outcome = known.get(set);
    if (outcome == null) {
      outcome = oracle.of(set);
      known.put(set, outcome);
    }
    return outcome;
  }

  private static <U> List<List<U>> split(List<U> set, int pieces) {
    List<List<U>> chunks = new ArrayList<>();
    int from = 0;
    for (int piece = 1; piece <= pieces; piece++) {
      int to = set.size() * piece / pieces;
      if (to > from) {
        chunks.add(set.subList(from, to));
      }
      from = to;
    }
    return chunks;
  }

  private static <U> List<List<U>> complements(List<U> set, List<List<U>> chunks) {
    List<List<U>> complements = new ArrayList<>();
    for (List<U> chunk : chunks) {
      Set<U> without = new HashSet<>(chunk);
      complements.add(set.stream().filter(unit -> !without.contains(unit)).toList());
    }
    return complements;
  }
}
