package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.state.StateId;
import java.time.Instant;

/**
 * One revision of a trail: a fact.
 *
 * @param state the canonical JSON of the state, whose hash was checked when it was read
 * @param committer who posted it, as the hub knows; empty for step 0, which the device brought
 *     itself
 * @param meta canonical JSON of an object
 */
record Step(
    HubId trail,
    long rev,
    StateId stateId,
    String state,
    String commitMessage,
    String committer,
    String meta,
    Status status,
    Instant created) {

  /** How far the device is with a step. */
  enum Status {
    NEW,
    DONE
  }

  String id() {
    return trail.hex() + "-" + rev;
  }
}
