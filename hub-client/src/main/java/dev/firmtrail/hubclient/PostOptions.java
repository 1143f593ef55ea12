package dev.firmtrail.hubclient;

import dev.firmtrail.state.State;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.util.Optional;

/**
 * What is said about a step besides its state.
 *
 * @param message overrides a {@code commit-msg} in the envelope
 * @param rev the number that the step shall have; -1 for the next one; 0 to say nothing about it
 * @param envelope more members of the posted document
 */
public record PostOptions(Optional<String> message, long rev, JsonObject envelope) {
  /** No message, the next number. */
  public static final PostOptions NEXT = new PostOptions(Optional.empty(), -1, JsonObject.EMPTY);

  public PostOptions {
    if (rev < -1) {
      throw new IllegalArgumentException("not a revision: " + rev);
    }
  }

  /** The document that is posted, in the canonical form. */
  byte[] document(State state, String stateKey) {
    JsonObject.Builder document = JsonObject.builder().putAll(envelope.members());
    message.filter(text -> !text.isEmpty()).ifPresent(text -> document.put("commit-msg", text));
    if (rev != 0) {
      document.put("rev", Json.of(rev));
    }
    return JsonWriter.CANONICAL.bytes(document.put(stateKey, state.json()).build());
  }
}
