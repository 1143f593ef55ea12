package dev.firmtrail.audit.gate;

import java.util.List;

/**
 * What must hold of a state beside being what was built. See {@code docs/formats/gate.md},
 * Policies.
 *
 * @param signedBy subjects of certificates, or files of them, of which one must stand behind every
 *     key; empty where that is not asked
 * @param pinnedSources whether every {@code src.json} must name what it was made from by digest
 * @param noSecrets whether no file may hold a secret
 * @param requiredParts names of parts that must be there
 */
public record Policy(
    List<String> signedBy, boolean pinnedSources, boolean noSecrets, List<String> requiredParts) {
  /** Asks for nothing. */
  public static final Policy NONE = new Policy(List.of(), false, false, List.of());

  public Policy {
    signedBy = List.copyOf(signedBy);
    requiredParts = List.copyOf(requiredParts);
  }
}
