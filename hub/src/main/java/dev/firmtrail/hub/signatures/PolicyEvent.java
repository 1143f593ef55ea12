package dev.firmtrail.hub.signatures;

import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.state.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * Somebody set a policy.
 *
 * @param subject the device or the account that it is for
 * @param seq 0 for the first one of this subject, then without a gap
 */
record PolicyEvent(Prn subject, long seq, SignaturePolicy policy, Prn who, Instant created) {
  /**
   * As the wire shows it.
   *
   * @param from where it is from, for a subject that may have it from another one
   */
  JsonObject json(Optional<String> from) {
    JsonObject.Builder json = JsonObject.builder().put("mode", policy.mode().word());
    from.ifPresent(word -> json.put("from", word));
    json.put("seq", seq).put("who", who.text()).put("created", Times.wire(created));
    policy
        .document()
        .members()
        .forEach((name, value) -> {
          if (!name.equals("mode")) {
            json.put(name, value);
          }
        });
    return json.build();
  }
}
