package dev.firmtrail.hubclient;

import dev.firmtrail.state.StateId;
import java.util.Optional;

/**
 * A step that the hub says it has stored.
 *
 * @param revision its number, or the name that a device gave it
 * @param stateId of the state that was sent
 * @param hubStateSha what the hub computed, as it says it
 * @param trailId of the device
 * @param signatures what the hub has against the signatures of the state, all the same; fit to be
 *     shown
 */
public record PostedStep(
    String revision,
    StateId stateId,
    String hubStateSha,
    String trailId,
    Agreement agreement,
    Optional<String> signatures) {
  /** Whether hub and client mean the same state. */
  public enum Agreement {
    SAME,
    /**
     * The hub rounded numbers to doubles, as published hubs do: it keeps another state than the one
     * committed here.
     */
    ROUNDED_BY_HUB,
    /** The hub says another id, and rounding does not explain it. */
    DIFFERENT
  }
}
