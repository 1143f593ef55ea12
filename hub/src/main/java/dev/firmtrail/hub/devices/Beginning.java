package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.state.json.JsonObject;
import java.util.Optional;

/**
 * How a device comes to be.
 *
 * @param owner whose it is from the start; empty where it waits to be claimed
 * @param how as its first event says it
 * @param joinToken with which it came
 * @param userMeta what its owner tells every device that comes so
 */
record Beginning(Optional<Prn> owner, String how, Optional<HubId> joinToken, JsonObject userMeta) {

  /** By itself. */
  static Beginning alone() {
    return new Beginning(Optional.empty(), "alone", Optional.empty(), JsonObject.EMPTY);
  }

  /** Made by an account. */
  static Beginning by(Prn account) {
    return new Beginning(Optional.of(account), "account", Optional.empty(), JsonObject.EMPTY);
  }

  /** By itself, with an account's token. */
  static Beginning with(JoinToken token) {
    return new Beginning(
        Optional.of(token.owner()), "join-token", Optional.of(token.id()), token.userMeta());
  }

  /** The body of the first event. */
  JsonObject body(String nick) {
    JsonObject.Builder body = JsonObject.builder().put("how", how).put("nick", nick);
    joinToken.ifPresent(id -> body.put("token", id.hex()));
    return body.build();
  }
}
