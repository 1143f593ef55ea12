package dev.firmtrail.hubclient;

import dev.firmtrail.state.json.JsonObject;
import java.util.Optional;

/**
 * What a hub wants of the signatures of a device's states, as the hub says it ({@code
 * docs/formats/hub.md}, Signature policies).
 *
 * @param mode such as {@code strict}
 * @param from whose it is: {@code device}, {@code account} or {@code default}; empty in a history
 * @param number of the event that set it; empty where nobody has set any
 * @param who set it, as the hub calls them; may be empty, as may be the time
 * @param document all that came
 */
public record SignaturePolicy(
    String mode,
    Optional<String> from,
    Optional<Long> number,
    String who,
    String created,
    JsonObject document) {
  /** Reads an answer; empty when it says no mode. */
  static Optional<SignaturePolicy> of(JsonObject answer) {
    return answer
        .string("mode")
        .map(mode ->
            new SignaturePolicy(
                mode,
                answer.string("from"),
                answer.integer("seq"),
                answer.string("who").orElse(""),
                answer.string("created").orElse(""),
                answer));
  }
}
