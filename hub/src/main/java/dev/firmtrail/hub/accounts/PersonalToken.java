package dev.firmtrail.hub.accounts;

import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.hub.web.Scope;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What lets a program log in as an account, for some scopes and for some time. */
record PersonalToken(
    HubId id,
    String name,
    Prn owner,
    String ownerNick,
    List<Scope> scopes,
    Instant created,
    Instant expires) {

  PersonalToken {
    scopes = List.copyOf(scopes);
  }

  /** The answer to its creation, the only place where its secret is ever shown. */
  JsonObject created(PersonalSecret secret) {
    return json(Optional.of(secret));
  }

  JsonObject shown() {
    return json(Optional.empty());
  }

  private JsonObject json(Optional<PersonalSecret> secret) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("time-created", Times.wire(created))
            .put("time-modified", Times.wire(created))
            .put("id", id.hex())
            .put("name", name)
            .put("type", NewPersonalToken.TYPE)
            .put("prn", Prn.ofPersonalToken(id).text())
            .put("owner", owner.text())
            .put("owner-nick", ownerNick);
    secret.ifPresent(shown -> json.put("secret", shown.text()));
    return json.put("scopes", Json.ofStrings(scopes.stream().map(Scope::prn).toList()))
        .put("deleted", false)
        .put("expire-at", Times.wire(expires))
        .build();
  }
}
