package dev.firmtrail.hub.trails;

import dev.firmtrail.fuzz.Body;
import dev.firmtrail.fuzz.Must;
import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.nio.charset.StandardCharsets;

/**
 * A posted step has a valid state of a format that devices know, and a number that may come next. A
 * filter of steps, here the member {@code filter}, asks for a bounded number of statuses.
 */
public final class StepBody implements Body {
  @Override
  public void accept(JsonObject body) {
    if (body.get("filter").isPresent()) {
      String text =
          body.string("filter")
              .orElseGet(() -> JsonWriter.COMPACT.text(body.get("filter").orElseThrow()));
      StepFilter filter = StepFilter.read(text);
      Must.hold(filter.statuses().size() <= 32, "too many statuses");
      Must.equal(filter.limit(), StepFilter.NO_LIMIT, "a limit that nobody asked for");
      return;
    }
    NewStep step = NewStep.of(body);
    State state = step.state();
    Must.hold(
        state.spec().isEmpty() || State.HUB_SPECS.contains(state.spec().get()), "another format");
    Must.hold(step.rev().isEmpty() || step.rev().getAsLong() >= 0, "a negative revision");
    Must.hold(
        step.commitMessage().getBytes(StandardCharsets.UTF_8).length <= 64 * 1024, "a message");
    try {
      Must.equal(State.read(state.canonicalBytes()).id(), state.id(), "the id of the state");
    } catch (InvalidStateException invalid) {
      throw new AssertionError("a state that cannot be read again", invalid);
    }
  }
}
