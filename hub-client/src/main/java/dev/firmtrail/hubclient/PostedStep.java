package dev.firmtrail.hubclient;

import dev.firmtrail.state.StateId;

/**
 * A step that the hub says it has stored.
 *
 * @param revision its number, or the name that a device gave it
 * @param stateId of the state that was sent
 * @param hubStateSha what the hub computed, as it says it
 * @param trailId of the device
 */
public record PostedStep(
    String revision, StateId stateId, String hubStateSha, String trailId, Agreement agreement) {
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
