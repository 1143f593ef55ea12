package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * A wish for a step that keeps every rule but those that need the trail ({@code
 * docs/formats/hub.md}, Steps).
 *
 * @param rev empty for "the next one"
 */
record NewStep(OptionalLong rev, State state, String commitMessage, JsonObject meta) {
  private static final long NEXT = -1;
  private static final int LONGEST_MESSAGE = 64 * 1024;

  static NewStep of(JsonObject body) {
    long rev =
        body.integer("rev")
            .orElseThrow(() ->
                Refusal.badRequest("rev: a whole number is expected; -1 is the next revision"));
    if (rev < NEXT) {
      throw Refusal.badRequest("rev: it is negative; -1 is the next revision");
    }
    JsonObject state =
        body.object("state")
            .orElseThrow(() -> Refusal.badRequest("state: a JSON object is expected"));
    String message = body.string("commit-msg").orElse("");
    if (message.getBytes(StandardCharsets.UTF_8).length > LONGEST_MESSAGE) {
      throw Refusal.badRequest("commit-msg: longer than " + LONGEST_MESSAGE + " bytes");
    }
    return new NewStep(
        rev == NEXT ? OptionalLong.empty() : OptionalLong.of(rev),
        state(state),
        message,
        body.object("meta").orElse(JsonObject.EMPTY));
  }

  /** A state as a hub takes it: by the strict rules, and of a format that devices know. */
  static State state(JsonObject document) {
    try {
      State state = State.of(document);
      if (state.spec().filter(spec -> !State.HUB_SPECS.contains(spec)).isPresent()) {
        throw Refusal.badRequest(
            "state: #spec must be one of " + State.HUB_SPECS.stream().sorted().toList());
      }
      return state;
    } catch (InvalidStateException invalid) {
      throw Refusal.badRequest("state: " + invalid.getMessage());
    }
  }
}
