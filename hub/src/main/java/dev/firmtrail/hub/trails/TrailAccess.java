package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.devices.Device;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.web.Call;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.state.StateId;
import java.util.Optional;

/**
 * Finds the trail and the step that a path names, for those who may see them. What a caller may not
 * see and what does not exist are refused in the same words.
 */
final class TrailAccess {
  private final Trails trails;

  TrailAccess(Trails trails) {
    this.trails = trails;
  }

  /** The trail under {@code {id}}, to read. */
  Trail readable(Call call) {
    return find(call)
        .filter(trail -> trail.device().isReadableBy(call.caller()))
        .orElseThrow(Device::noAccess);
  }

  /** The trail under {@code {id}}, for those who may see its history. */
  Trail past(Call call) {
    return find(call)
        .filter(trail -> trail.device().tellsHistoryTo(call.caller()))
        .orElseThrow(Device::noAccess);
  }

  /** The trail under {@code {id}}, to add to. */
  Trail writable(Call call) {
    return find(call)
        .filter(trail -> trail.device().isWritableBy(call.caller()))
        .orElseThrow(Device::noAccess);
  }

  /** The trail under {@code {id}}, for its owner alone. */
  Trail owned(Call call) {
    return find(call)
        .filter(trail -> trail.device().isOwnedBy(call.caller()))
        .orElseThrow(Device::noAccess);
  }

  /** The step under {@code {rev}} of a trail. */
  Step step(Call call, Trail trail) {
    return trails.step(trail.device().id(), rev(call)).orElseThrow(TrailAccess::noSuchRevision);
  }

  /** The state of the step under {@code {rev}}, without reading it. */
  StateId stateId(Call call, Trail trail) {
    return trails.stateId(trail.device().id(), rev(call)).orElseThrow(TrailAccess::noSuchRevision);
  }

  static Refusal noSuchRevision() {
    return Refusal.notFound("the trail has no such revision");
  }

  private Optional<Trail> find(Call call) {
    return HubId.parse(call.path("id")).flatMap(trails::find);
  }

  /** The number under {@code {rev}}; of a step that there may be. */
  static long rev(Call call) {
    String text = call.path("rev");
    if (!text.matches("0|[1-9][0-9]{0,17}")) {
      throw noSuchRevision();
    }
    return Long.parseLong(text);
  }
}
