package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.state.StateId;
import java.time.Instant;

/**
 * Where a device stands: the newest step of its trail that is not {@code NEW} any more.
 *
 * @param newest the number of the trail's newest step
 * @param rev the number of the step that the rest is about
 * @param created when that step was posted
 * @param touched when a step was posted or reported on last
 */
record TrailSummary(
    HubId device,
    String nick,
    boolean isPublic,
    long newest,
    long rev,
    StateId state,
    Instant created,
    StepStanding standing,
    Instant touched) {}
