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
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

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
            call -> answers.redirect(find(call))),
        new Route(
            Method.PUT,
            "/objects/{sha}",
            Access.ACCOUNT,
            Need.WRITE_OBJECTS,
            Route.SMALL_BODY,
            this::rename),
        new Route(
            Method.DELETE,
            "/objects/{sha}",
            Access.ACCOUNT,
            Need.WRITE_OBJECTS,
            Route.NO_BODY,
            this::hide));
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
        .orElseThrow(ObjectRecords::noSuchObject);
  }

  /** As published: who renames an object has to say whose it is, and which. */
  private Answer rename(Call call) throws IOException {
    ObjectRecord object = find(call);
    JsonObject body = call.json();
    if (!body.string("owner").equals(Optional.of(object.owner().text()))
        || !body.string("sha256sum").equals(Optional.of(object.id().hex()))) {
      throw Refusal.badRequest("owner, sha256sum: they are expected as the object has them");
    }
    return Answer.ok(
        ObjectJson.plain(records.rename(object.owner(), object.id(), NewObject.name(body))));
  }

  private Answer hide(Call call) {
    Prn owner = call.caller().prn();
    return Answer.ok(
        ObjectJson.plain(records.hide(owner, ObjectAnswers.id(call), call.why(), owner)));
  }

  private static Prn namespace(Call call) {
    return call.caller()
        .namespace()
        .orElseThrow(() ->
            Refusal.forbidden(
                "a device has objects once it has an owner: claim it, then log in again"));
  }
}
