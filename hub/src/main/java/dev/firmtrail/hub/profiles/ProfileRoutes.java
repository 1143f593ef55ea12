package dev.firmtrail.hub.profiles;

import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.Call;
import dev.firmtrail.hub.web.Method;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.hub.web.Scope.Need;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import java.io.IOException;
import java.util.List;

/** {@code /profiles} ({@code docs/formats/hub.md}, Profiles). */
public final class ProfileRoutes {
  private static final String META = "/profiles/config/meta";
  private static final int USUAL_LIMIT = 20;
  private static final int MOST = 100;

  private final Profiles profiles;

  public ProfileRoutes(Profiles profiles) {
    this.profiles = profiles;
  }

  public List<Route> list() {
    return List.of(
        Route.get("/profiles", Access.ACCOUNT, Need.READ_PROFILE, this::list),
        put("/profiles", this::set),
        Route.get(
            META,
            Access.ACCOUNT,
            Need.READ_PROFILE,
            call -> Answer.ok(profiles.own(self(call)).meta())),
        put(META, this::setMeta),
        Route.get("/profiles/{nick}", Access.ACCOUNT, Need.READ_PROFILE, this::show));
  }

  private static Route put(String path, Route.Handler handler) {
    return new Route(
        Method.PUT, path, Access.ACCOUNT, Need.WRITE_PROFILE, Route.SMALL_BODY, handler);
  }

  private static HubId self(Call call) {
    return Prn.accountId(call.caller().prn().text()).orElseThrow();
  }

  private Answer list(Call call) {
    HubId self = self(call);
    int limit = call.number("limit", USUAL_LIMIT, 1, MOST);
    long page = call.number("page", 1, 1, Integer.MAX_VALUE);
    List<Profile> found =
        profiles.visibleTo(
            self, NickFilter.of(call.query("nick").orElse("")), limit, (page - 1) * limit);
    return Answer.ok(new JsonArray(found.stream().map(profile -> shown(profile, self)).toList()));
  }

  private static Json shown(Profile profile, HubId reader) {
    return profile.account().id().equals(reader) ? profile.toItself() : profile.toOthers();
  }

  private Answer show(Call call) {
    HubId self = self(call);
    return Answer.ok(
        profiles
            .byNick(self, call.path("nick"))
            .map(profile -> shown(profile, self))
            .orElseThrow(() ->
                Refusal.forbidden(
                    "there is nobody of this nick, or nobody who shows a device to all")));
  }

  private Answer set(Call call) throws IOException {
    return Answer.ok(profiles.setFields(self(call), ProfileFields.of(call.json())).toItself());
  }

  private Answer setMeta(Call call) throws IOException {
    return Answer.ok(profiles.setMeta(self(call), ProfileFields.meta(call.json())).meta());
  }
}
