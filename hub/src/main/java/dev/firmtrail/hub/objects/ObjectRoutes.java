package dev.firmtrail.hub.objects;

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

/**
 * {@code /objects}: always in the name space of the caller, or of the owner of the calling device.
 */
public final class ObjectRoutes {
  private final ObjectRecords records;
  private final ObjectAnswers answers;

  public ObjectRoutes(ObjectRecords records, ObjectAnswers answers) {
    this.records = records;
    this.answers = answers;
  }

  public List<Route> list() {
    return List.of(
        new Route(
            Method.POST,
            "/objects",
            Access.ANY_TOKEN,
            Need.WRITE_OBJECTS,
            Route.SMALL_BODY,
            this::announce),
        Route.get("/objects", Access.ANY_TOKEN, Need.READ_OBJECTS, this::list),
        Route.get(
            "/objects/{sha}",
            Access.ANY_TOKEN,
            Need.READ_OBJECTS,
            call -> answers.show(call, find(call))),
        Route.get(
            "/objects/{sha}/blob",
            Access.ANY_TOKEN,
            Need.READ_OBJECTS,
            call -> answers.redirect(find(call))));
  }

  private Answer announce(Call call) throws IOException {
    if (call.caller().anonymous()) {
      throw Refusal.forbidden("only an account can own an object: log in");
    }
    return answers.announce(call, namespace(call));
  }

  private Answer list(Call call) {
    List<Json> objects =
        records.ownedBy(call.caller().prn()).stream()
            .map(object -> (Json) ObjectJson.plain(object))
            .toList();
    return Answer.ok(new JsonArray(objects));
  }

  private ObjectRecord find(Call call) {
    return records
        .find(namespace(call), ObjectAnswers.id(call))
        .orElseThrow(() -> Refusal.forbidden("the caller has no such object"));
  }

  private static Prn namespace(Call call) {
    return call.caller()
        .namespace()
        .orElseThrow(() ->
            Refusal.forbidden(
                "a device has objects once it has an owner: claim it, then log in again"));
  }
}
