package dev.firmtrail.hub.devices;

import dev.firmtrail.fuzz.Body;
import dev.firmtrail.fuzz.Must;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.util.Optional;

/** A join token has the metadata that was said, or none, and a nick as devices have. */
public final class JoinTokenBody implements Body {
  @Override
  public void accept(JsonObject body) {
    NewJoinToken token = NewJoinToken.of(Optional.of(body));
    Json said = body.get("default-user-meta").orElse(Json.Literal.NULL);
    Must.equal(token.userMeta(), said.isNull() ? JsonObject.EMPTY : said, "metadata");
    Must.equal(token.nick(), NewDevice.nick(body), "nick");
  }
}
