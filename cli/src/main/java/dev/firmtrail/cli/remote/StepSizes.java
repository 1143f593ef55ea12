package dev.firmtrail.cli.remote;

import dev.firmtrail.hubclient.Trail;
import dev.firmtrail.hubclient.TrailStep;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Sizes of objects of a trail's steps: those of the local pool are known, the others are asked for,
 * one step at a time. For one run.
 */
final class StepSizes {
  private final Trail trail;
  private final Optional<ObjectStore> store;
  private final Map<ObjectId, Long> known = new HashMap<>();

  StepSizes(Trail trail, Optional<ObjectStore> store) {
    this.trail = trail;
    this.store = store;
  }

  /** Looks up the sizes of objects that a step has, if there is one that is not known. */
  void learn(TrailStep step, Set<ObjectId> objects) throws IOException {
    if (objects.stream().anyMatch(id -> of(id).isEmpty())) {
      known.putAll(trail.sizes(step.revision()));
    }
  }

  OptionalLong of(ObjectId id) {
    OptionalLong here = store.map(pool -> pool.size(id)).orElse(OptionalLong.empty());
    return here.isPresent() || !known.containsKey(id) ? here : OptionalLong.of(known.get(id));
  }

  /** The objects of a step that a state does not have. */
  static Set<ObjectId> newSince(Optional<State> before, TrailStep step) {
    Set<ObjectId> objects = step.state().objects();
    before.ifPresent(state -> objects.removeAll(state.objects()));
    return objects;
  }

  /** How many bytes objects have together; empty when one of them is not known. */
  OptionalLong sum(Set<ObjectId> objects) {
    long sum = 0;
    for (ObjectId id : objects) {
      OptionalLong size = of(id);
      if (size.isEmpty()) {
        return OptionalLong.empty();
      }
      sum += size.getAsLong();
    }
    return OptionalLong.of(sum);
  }
}
