package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.util.Optional;

/** A wish for a join token that keeps every rule ({@code docs/formats/hub.md}, Join tokens). */
record NewJoinToken(Optional<String> nick, JsonObject userMeta) {
  static NewJoinToken of(Optional<JsonObject> body) {
    Json meta = body.flatMap(json -> json.get("default-user-meta")).orElse(Json.Literal.NULL);
    JsonObject userMeta =
        switch (meta) {
          case JsonObject object -> MetaBounds.kept(object);
          case Json.Literal.NULL -> JsonObject.EMPTY;
          default -> throw Refusal.badRequest("default-user-meta: a JSON object is expected");
        };
    return new NewJoinToken(body.flatMap(NewDevice::nick), userMeta);
  }
}
