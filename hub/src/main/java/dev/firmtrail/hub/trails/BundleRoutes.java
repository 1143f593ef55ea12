package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.objects.ObjectBundles;
import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.Call;
import dev.firmtrail.hub.web.Method;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.hub.web.Scope.Need;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.StateId;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** A step's small objects, many at a time ({@code docs/formats/hub.md}, Bundles). */
final class BundleRoutes {
  private static final String PREFIX = "/firmtrail/v1";
  private static final String BUNDLES = PREFIX + "/trails/{id}/steps/{rev}/bundles";

  private final TrailAccess access;
  private final ObjectBundles bundles;
  private final NeededObjects needed;

  BundleRoutes(TrailAccess access, ObjectBundles bundles, NeededObjects needed) {
    this.access = access;
    this.bundles = bundles;
    this.needed = needed;
  }

  /** Where the bundles of a step are, as a path of this hub. */
  static String of(Trail trail, long rev) {
    return PREFIX + "/trails/" + trail.id() + "/steps/" + rev + "/bundles";
  }

  List<Route> list() {
    return List.of(
        post("/missing", Need.WRITE_OBJECTS, Route.STATE_BODY, this::missing),
        post("/store", Need.WRITE_OBJECTS, Route.STREAMED, this::store),
        post("/fetch", Need.READ_TRAILS, Route.STATE_BODY, this::fetch));
  }

  private static Route post(String what, Need need, long bodyLimit, Route.Handler handler) {
    return new Route(Method.POST, BUNDLES + what, Access.ANY_TOKEN, need, bodyLimit, handler);
  }

  private Answer missing(Call call) throws IOException {
    Trail trail = access.writable(call);
    access.stateId(call, trail);
    return bundles.missing(trail.owner(), ObjectBundles.asked(call));
  }

  private Answer store(Call call) throws IOException {
    Trail trail = access.writable(call);
    access.stateId(call, trail);
    return bundles.take(call, trail.owner());
  }

  private Answer fetch(Call call) throws IOException {
    Trail trail = access.readable(call);
    Set<ObjectId> asked = ObjectBundles.asked(call);
    StateId state = access.stateId(call, trail);
    if (!needed.of(state, () -> access.step(call, trail)).containsAll(asked)) {
      throw NeededObjects.noSuchObject();
    }
    return bundles.give(trail.owner(), asked);
  }
}
