package dev.firmtrail.hub.accounts;

import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.state.json.JsonObject;
import java.time.Instant;

/**
 * A person's account; its secret stays in the database.
 *
 * @param disabled whether the operator has shut it out
 */
public record Account(
    HubId id, String nick, String email, Instant created, Instant modified, boolean disabled) {
  public Prn prn() {
    return Prn.ofAccount(id);
  }

  JsonObject json() {
    return JsonObject.builder()
        .put("type", "USER")
        .put("email", email)
        .put("nick", nick)
        .put("prn", prn().text())
        .put("time-created", Times.wire(created))
        .put("time-modified", Times.wire(modified))
        .build();
  }
}
