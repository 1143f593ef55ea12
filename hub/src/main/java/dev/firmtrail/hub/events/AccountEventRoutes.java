package dev.firmtrail.hub.events;

import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.hub.web.Scope.Need;
import java.util.List;

/** What happened to one's own account ({@code docs/formats/hub.md}, Events). */
public final class AccountEventRoutes {
  private final Events events;

  public AccountEventRoutes(Events events) {
    this.events = events;
  }

  public List<Route> list() {
    return List.of(
        Route.get(
            "/firmtrail/v1/account/events",
            Access.ACCOUNT,
            Need.READ_OBJECTS,
            call ->
                Answer.okWritten(
                    "[" + String.join(",", events.list(call.caller().prn(), call.from())) + "]")));
  }
}
