package dev.firmtrail.signatures;

import dev.firmtrail.signatures.KeyCoverage.Exempt;
import dev.firmtrail.signatures.KeyCoverage.Rule;
import dev.firmtrail.signatures.KeyCoverage.Signed;
import dev.firmtrail.signatures.KeyCoverage.Uncovered;
import dev.firmtrail.signatures.KeyCoverage.Why;
import dev.firmtrail.signatures.SignatureVerdict.Holds;
import dev.firmtrail.state.Part;
import dev.firmtrail.state.json.JsonObject;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who answers for each key. Devices count a key as covered when any signature so much as names it;
 * here only a signature that selects it counts.
 */
final class Coverage {
  private static final KeyCoverage SIGNATURE = new Exempt(Rule.SIGNATURE);
  private static final KeyCoverage SOURCE = new Exempt(Rule.SOURCE);
  private static final KeyCoverage NO_SIGNATURE = new Uncovered(Why.NO_SIGNATURE);
  private static final KeyCoverage EXCLUDED = new Uncovered(Why.EXCLUDED);
  private static final KeyCoverage NOT_SELECTED = new Uncovered(Why.NOT_SELECTED);

  private Coverage() {}

  static SequencedMap<String, KeyCoverage> of(
      JsonObject state, Map<String, SignatureVerdict> verdicts) {
    Set<String> excluded = new HashSet<>();
    verdicts
        .values()
        .forEach(verdict -> {
          if (verdict instanceof Holds holds) {
            excluded.addAll(holds.excluded());
          }
        });
    SequencedMap<String, KeyCoverage> coverage =
        LinkedHashMap.newLinkedHashMap(state.members().size());
    state
        .members()
        .forEach((key, _) -> coverage.put(key, notSelected(key, verdicts.get(key), excluded)));
    verdicts.forEach((name, verdict) -> {
      if (verdict instanceof Holds holds) {
        // Most keys have one signature, and all of one signature share what is said of them.
        Signed by = new Signed(List.of(name));
        holds
            .selected()
            .forEach(key -> coverage.computeIfPresent(key, (_, known) -> and(known, by)));
      }
    });
    return coverage;
  }

  /** What a key is when no signature selects it. */
  private static KeyCoverage notSelected(
      String key, @Nullable SignatureVerdict verdict, Set<String> excluded) {
    if (key.startsWith(Part.SIGNATURES)) {
      return verdict instanceof Holds ? SIGNATURE : NO_SIGNATURE;
    }
    if (key.endsWith("/src.json") || key.endsWith("/build.json")) {
      return SOURCE;
    }
    return excluded.contains(key) ? EXCLUDED : NOT_SELECTED;
  }

  /** What it is when another one does. */
  private static KeyCoverage and(KeyCoverage known, KeyCoverage by) {
    return switch (known) {
      // Devices read some names in this directory as containers, and ask nobody for a signature.
      case Uncovered _ when known.equals(NO_SIGNATURE) -> known;
      case Signed(List<String> others) when by instanceof Signed(List<String> more) ->
          new Signed(Stream.concat(others.stream(), more.stream()).toList());
      default -> by;
    };
  }
}
