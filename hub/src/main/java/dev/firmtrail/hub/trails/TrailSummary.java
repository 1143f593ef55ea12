package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.devices.Sighting;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.state.StateId;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a device stands: the newest step of its trail that is not {@code NEW} any more.
 *
 * @param newest the number of the trail's newest step
 * @param rev the number of the step that the rest is about
 * @param created when that step was posted
 * @param touched when a step was posted or reported on last
 * @param seen when the device called last
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
    Instant touched,
    Optional<Sighting> seen) {

  /** Its newest sign of life. */
  Instant newestSign() {
    return seen.map(Sighting::at).filter(touched::isBefore).orElse(touched);
  }

  /** What those may know to whom the device does not belong: not when and from where it calls. */
  TrailSummary toStrangers() {
    return new TrailSummary(
        device, nick, isPublic, newest, rev, state, created, standing, touched, Optional.empty());
  }
}
