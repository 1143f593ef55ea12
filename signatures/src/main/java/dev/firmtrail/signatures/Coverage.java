package dev.firmtrail.signatures;

import dev.firmtrail.signatures.KeyCoverage.Exempt;
import dev.firmtrail.signatures.KeyCoverage.Rule;
import dev.firmtrail.signatures.KeyCoverage.Signed;
import dev.firmtrail.signatures.KeyCoverage.Uncovered;
import dev.firmtrail.signatures.KeyCoverage.Why;
import dev.firmtrail.signatures.SignatureVerdict.Holds;
import dev.firmtrail.state.Part;
import dev.firmtrail.state.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who answers for each key. Devices count a key as covered when any signature so much as names it;
 * here only a signature that selects it counts.
 */
final class Coverage {
  private static final List<String> SOURCES = List.of("/src.json", "/build.json");

  private Coverage() {}

  static SequencedMap<String, KeyCoverage> of(
      JsonObject state, Map<String, SignatureVerdict> verdicts) {
    Map<String, Signed> selected = HashMap.newHashMap(state.members().size());
    Set<String> excluded = new HashSet<>();
    verdicts.forEach((name, verdict) -> {
      if (verdict instanceof Holds holds) {
        // Most keys have one signature, and all of one signature share what is said of them.
        Signed alone = new Signed(List.of(name));
        holds.selected().forEach(key -> selected.merge(key, alone, Coverage::both));
        excluded.addAll(holds.excluded());
      }
    });
    SequencedMap<String, KeyCoverage> coverage =
        LinkedHashMap.newLinkedHashMap(state.members().size());
    for (String key : state.members().keySet()) {
      coverage.put(key, one(key, verdicts, selected, excluded));
    }
    return coverage;
  }

  private static Signed both(Signed first, Signed second) {
    return new Signed(
        Stream.concat(first.signatures().stream(), second.signatures().stream()).toList());
  }

  private static KeyCoverage one(
      String key,
      Map<String, SignatureVerdict> verdicts,
      Map<String, Signed> selected,
      Set<String> excluded) {
    boolean isSignature = verdicts.get(key) instanceof Holds;
    if (key.startsWith(Part.SIGNATURES) && !isSignature) {
      // Devices read some names in this directory as containers, and ask nobody for a signature.
      return new Uncovered(Why.NO_SIGNATURE);
    }
    Signed by = selected.get(key);
    if (by != null) {
      return by;
    }
    if (key.startsWith(Part.SIGNATURES)) {
      return new Exempt(Rule.SIGNATURE);
    }
    if (SOURCES.stream().anyMatch(key::endsWith)) {
      return new Exempt(Rule.SOURCE);
    }
    return new Uncovered(excluded.contains(key) ? Why.EXCLUDED : Why.NOT_SELECTED);
  }
}
