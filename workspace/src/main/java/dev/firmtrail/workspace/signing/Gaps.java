package dev.firmtrail.workspace.signing;

import dev.firmtrail.signatures.SignatureVerdict;
import dev.firmtrail.signatures.StateReport;
import dev.firmtrail.signatures.Trust;
import dev.firmtrail.signatures.Verifier;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a person who commits or posts should know of a state's signatures. Says whether something
 * was changed or forgotten since they were made, and nothing about who made them.
 */
public final class Gaps {
  private Gaps() {}

  /** One line; empty when somebody signed every key, and nothing was changed since. */
  public static Optional<String> in(JsonObject state) {
    if (state.members().values().stream().noneMatch(Verifier::isSignature)) {
      return Optional.of("the state is not signed; pvr sig add signs it");
    }
    StateReport report = new Verifier(new Trust.Anybody()).verify(state);
    List<String> stale =
        report.signatures().entrySet().stream()
            .filter(entry -> entry.getValue() instanceof SignatureVerdict.Fails)
            .map(Map.Entry::getKey)
            .toList();
    if (!stale.isEmpty()) {
      return Optional.of(
          some("signature", stale)
              + (stale.size() == 1 ? " no longer holds" : " no longer hold")
              + "; pvr sig update signs anew");
    }
    List<String> uncovered = report.uncovered();
    return uncovered.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the signatures do not cover "
                + some("key", uncovered)
                + "; pvr sig add signs what is missing");
  }

  private static String some(String noun, List<String> keys) {
    return Shown.count(keys.size(), noun)
        + " ("
        + Shown.text(keys.getFirst())
        + (keys.size() > 1 ? ", …)" : ")");
  }
}
