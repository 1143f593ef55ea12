package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.audit.Actor;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.Call;
import dev.firmtrail.hub.web.Method;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.hub.web.Scope.Need;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.util.List;

/**
 * {@code /devices/tokens} ({@code docs/formats/hub.md}, Join tokens): for who knows the account's
 * password alone, since a join token outlives whatever was given to a program.
 */
public final class JoinTokenRoutes {
  private final JoinTokens tokens;

  public JoinTokenRoutes(JoinTokens tokens) {
    this.tokens = tokens;
  }

  /** These stand before those of devices, for which {@code tokens} would be a nick. */
  public List<Route> list() {
    return List.of(
        new Route(
            Method.POST,
            "/devices/tokens",
            Access.PASSWORD,
            Need.WRITE_DEVICES,
            Route.SMALL_BODY,
            this::create),
        Route.get("/devices/tokens", Access.PASSWORD, Need.READ_DEVICES, this::list),
        new Route(
            Method.DELETE,
            "/devices/tokens/{id}",
            Access.PASSWORD,
            Need.WRITE_DEVICES,
            Route.SMALL_BODY,
            this::disable));
  }

  private Answer create(Call call) throws IOException {
    JoinTokens.Created made = tokens.create(Actor.of(call), NewJoinToken.of(call.optionalJson()));
    return Answer.ok(made.joinToken().created(made.token()));
  }

  private Answer list(Call call) {
    List<Json> shown =
        tokens.ownedBy(call.caller().prn()).stream().map(token -> (Json) token.shown()).toList();
    return Answer.ok(new JsonArray(shown));
  }

  private Answer disable(Call call) {
    HubId id = HubId.parse(call.path("id")).orElseThrow(JoinTokens::noAccess);
    tokens.disable(id, Actor.of(call));
    return Answer.ok(JsonObject.builder().put("status", "OK").build());
  }
}
