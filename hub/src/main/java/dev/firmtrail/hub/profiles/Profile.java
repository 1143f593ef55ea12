package dev.firmtrail.hub.profiles;

import dev.firmtrail.hub.accounts.Account;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.time.Instant;

/**
 * What a person says of himself.
 *
 * @param fields texts by the names of {@link ProfileFields}
 * @param meta for all devices of the account, and for nobody else
 */
record Profile(Account account, JsonObject fields, JsonObject meta, Instant modified) {

  /** To the person. */
  JsonObject toItself() {
    return json(true);
  }

  /** To everybody else: an address and what devices are told are nobody's business. */
  JsonObject toOthers() {
    return json(false);
  }

  private JsonObject json(boolean own) {
    JsonObject.Builder json =
        JsonObject.builder().put("nick", account.nick()).put("email", own ? account.email() : "");
    for (String name : ProfileFields.NAMES) {
      json.put(name, fields.get(name).orElse(Json.of("")));
    }
    return json.put("meta", own ? meta : JsonObject.EMPTY)
        .put("time-created", Times.wire(account.created()))
        .put("time-modified", Times.wire(modified))
        .build();
  }
}
