package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.state.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * What lets devices register as somebody's own.
 *
 * @param userMeta what the user-meta of such a device begins with
 */
record JoinToken(
    HubId id,
    Prn owner,
    String nick,
    JsonObject userMeta,
    boolean disabled,
    Instant created,
    Instant modified) {

  /** The answer to its creation, the only place where the token is ever shown. */
  JsonObject created(String token) {
    return json(Optional.of(token));
  }

  JsonObject shown() {
    return json(Optional.empty());
  }

  private JsonObject json(Optional<String> token) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("id", id.hex())
            .put("prn", Prn.ofJoinToken(id).text())
            .put("nick", nick)
            .put("owner", owner.text());
    token.ifPresent(text -> json.put("token", text));
    return json.put("default-user-meta", userMeta)
        .put("disabled", disabled)
        .put("time-created", Times.wire(created))
        .put("time-modified", Times.wire(modified))
        .build();
  }
}
