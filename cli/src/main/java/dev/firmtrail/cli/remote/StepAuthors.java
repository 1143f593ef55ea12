package dev.firmtrail.cli.remote;

import dev.firmtrail.hubclient.Trail;
import dev.firmtrail.hubclient.TrailStep;
import java.io.IOException;
import java.util.Optional;

/**
 * Who posted the steps of one trail, by nick where the hub tells it: hubs name authors by an
 * internal name, and tell the nick of the trail's owner alone. For one run.
 */
public final class StepAuthors {
  private final Trail trail;
  private Optional<Optional<String>> ownerNick = Optional.empty();

  public StepAuthors(Trail trail) {
    this.trail = trail;
  }

  /** For people; empty when the hub does not say. */
  public String of(TrailStep step) throws IOException {
    if (step.author().isEmpty() || !step.author().equals(step.owner())) {
      return step.author();
    }
    if (ownerNick.isEmpty()) {
      ownerNick = Optional.of(trail.ownerNick());
    }
    return ownerNick.get().orElse(step.author());
  }
}
