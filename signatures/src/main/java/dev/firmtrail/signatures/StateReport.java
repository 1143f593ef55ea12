package dev.firmtrail.signatures;

import dev.firmtrail.signatures.Judgement.Accepted;
import dev.firmtrail.signatures.Judgement.NotCovered;
import dev.firmtrail.signatures.Judgement.Refused;
import dev.firmtrail.state.Shown;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * All that signatures say of one state. Immutable.
 *
 * @param signatures the verdict on each signature, by the key under which it stands
 * @param coverage who answers for each key, in the order of the state
 * @param hazards why the document must not reach a device, whoever signed it
 * @param notes what does not make it worse but should be known
 */
public record StateReport(
    SequencedMap<String, SignatureVerdict> signatures,
    SequencedMap<String, KeyCoverage> coverage,
    List<String> hazards,
    List<String> notes) {
  public StateReport {
    signatures = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(signatures));
    coverage = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(coverage));
    hazards = List.copyOf(hazards);
    notes = List.copyOf(notes);
  }

  /** A document that cannot be read. */
  static StateReport unreadable(String problem) {
    return new StateReport(
        new LinkedHashMap<>(), new LinkedHashMap<>(), List.of(problem), List.of());
  }

  /**
   * What is there must hold. It says nothing about what nobody signed: take the signatures away,
   * and everything passes.
   */
  public Judgement lenient() {
    List<String> problems = new ArrayList<>(hazards);
    signatures.forEach((key, verdict) -> {
      if (verdict instanceof SignatureVerdict.Fails(Reason reason, String detail)) {
        problems.add(Shown.text(key) + ": " + detail + " (" + reason.word() + ")");
      }
    });
    return problems.isEmpty() ? new Accepted() : new Refused(problems);
  }

  /**
   * What is there must hold, and somebody must answer for every key. In a state without keys, or
   * with none that needs it, somebody must have signed all the same.
   */
  public Judgement strict() {
    Judgement lenient = lenient();
    List<String> uncovered = uncovered();
    if (lenient instanceof Refused) {
      return lenient;
    }
    if (!uncovered.isEmpty()) {
      return new NotCovered(uncovered);
    }
    return signatures.isEmpty() ? new Refused(List.of("there is no signature in it")) : lenient;
  }

  /** The keys that nobody answers for, in the order of the state. */
  public List<String> uncovered() {
    return coverage.entrySet().stream()
        .filter(entry -> entry.getValue() instanceof KeyCoverage.Uncovered)
        .map(Map.Entry::getKey)
        .toList();
  }
}
