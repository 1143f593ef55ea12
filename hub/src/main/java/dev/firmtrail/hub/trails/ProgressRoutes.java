package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.audit.Actor;
import dev.firmtrail.hub.events.Events;
import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.Call;
import dev.firmtrail.hub.web.Method;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.hub.web.Scope.Need;
import java.io.IOException;
import java.util.List;

/** How far devices are with steps ({@code docs/formats/hub.md}, Progress). */
final class ProgressRoutes {
  private static final String STEP = "/trails/{id}/steps/{rev}";

  private final TrailAccess access;
  private final StepProgress progress;
  private final Events events;

  ProgressRoutes(TrailAccess access, StepProgress progress, Events events) {
    this.access = access;
    this.progress = progress;
    this.events = events;
  }

  List<Route> list() {
    return List.of(
        put("/progress", Access.DEVICE, Route.SMALL_BODY, this::report),
        put("/cancel", Access.ACCOUNT, Route.NO_BODY, this::cancel),
        put("/wontgo", Access.ACCOUNT, Route.NO_BODY, this::wontgo),
        Route.get(
            "/firmtrail/v1" + STEP + "/events", Access.ANY_TOKEN, Need.READ_TRAILS, this::events));
  }

  private static Route put(String what, Access who, long bodyLimit, Route.Handler handler) {
    return new Route(Method.PUT, STEP + what, who, Need.WRITE_TRAILS, bodyLimit, handler);
  }

  private Answer report(Call call) throws IOException {
    // Of devices only the trail's own may add to it.
    Trail trail = access.writable(call);
    Call.Mended said = call.mended();
    StepReport report = StepReport.of(said.json());
    progress.report(trail.device().id(), TrailAccess.rev(call), report, said.changed());
    return Answer.ok(report.progress());
  }

  private Answer cancel(Call call) {
    Trail trail = access.owned(call);
    return Answer.ok(
        progress.cancel(trail.device().id(), TrailAccess.rev(call), Actor.of(call)).progress());
  }

  private Answer wontgo(Call call) {
    Trail trail = access.owned(call);
    return Answer.ok(
        progress.wontgo(trail.device().id(), TrailAccess.rev(call), Actor.of(call)).progress());
  }

  private Answer events(Call call) {
    Trail trail = access.past(call);
    access.stateId(call, trail);
    List<String> shown = events.list(trail.device().prn(), TrailAccess.rev(call), call.from());
    return Answer.okWritten("[" + String.join(",", shown) + "]");
  }
}
