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
 * @param standing how far the device is with it: the one thing here that is no fact
 */
record Step(
    HubId trail,
    long rev,
    StateId stateId,
    String state,
    String commitMessage,
    String committer,
    String meta,
    Instant created,
    StepStanding standing) {

  String id() {
    return trail.hex() + "-" + rev;
  }

  /** When something was last said about it. */
  Instant modified() {
    return standing.reported().orElse(created);
  }
}
