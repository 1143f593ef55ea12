package dev.firmtrail.state;

import dev.firmtrail.state.json.CodePointOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How one state differs from another, part by part. Each list is sorted by code point.
 *
 * @param added names of parts that only the second state has
 * @param changed names of parts that both have, with different files in them
 * @param removed names of parts that only the first state has
 */
public record PartDiff(List<String> added, List<String> changed, List<String> removed) {
  public PartDiff {
    added = List.copyOf(added);
    changed = List.copyOf(changed);
    removed = List.copyOf(removed);
  }

  public static PartDiff between(State from, State to) {
    Map<String, Part> before = Part.of(from);
    Map<String, Part> after = Part.of(to);
    TreeSet<String> names = new TreeSet<>(CodePointOrder.INSTANCE);
    names.addAll(before.keySet());
    names.addAll(after.keySet());
    List<String> added = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    for (String name : names) {
      if (!before.containsKey(name)) {
        added.add(name);
      } else if (!after.containsKey(name)) {
        removed.add(name);
      } else if (!before.get(name).equals(after.get(name))) {
        changed.add(name);
      }
    }
    return new PartDiff(added, changed, removed);
  }
}
