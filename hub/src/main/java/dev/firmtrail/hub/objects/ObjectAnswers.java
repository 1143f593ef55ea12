package dev.firmtrail.hub.objects;

import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.Call;
import dev.firmtrail.hub.web.Principal;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;

/**
 * Calls about objects that stand both under {@code /objects} and under each step. Safe for use by
 * many threads.
 */
public final class ObjectAnswers {
  private static final String TYPE = "Pantahub-Object-Type";

  /** Its bytes are this owner's own copy; links to another owner's are not made here. */
  private static final String OBJECT = "object";

  private final ObjectRecords records;
  private final ObjectJson json;
  private final BlobUrls urls;
  private final long largest;

  public ObjectAnswers(ObjectRecords records, ObjectJson json, BlobUrls urls, long largest) {
    this.records = records;
    this.json = json;
    this.urls = urls;
    this.largest = largest;
  }

  /**
   * Takes an announcement: 200 with a URL to upload to, or 409 when the owner has uploaded it
   * already.
   */
  public Answer announce(Call call, Prn owner) throws IOException {
    return switch (records.announce(
        owner, NewObject.of(call.json(), largest), call.caller().prn())) {
      case ObjectRecords.Announced.AlreadyThere(ObjectRecord object) ->
          Answer.of(409, json.forOwner(object)).with(TYPE, OBJECT);
      case ObjectRecords.Announced.ToUpload(ObjectRecord object) ->
          Answer.ok(json.forOwner(object)).with(TYPE, OBJECT);
    };
  }

  /** One object with its URLs; the one to upload to only for its owner and that owner's devices. */
  public Answer show(Call call, ObjectRecord object) {
    return Answer.ok(json(call.caller(), object)).with(TYPE, OBJECT);
  }

  /** {@link #show} under the name that it has in a state. */
  public JsonObject json(Principal caller, ObjectRecord object, String name) {
    return json(caller, object.named(name));
  }

  private JsonObject json(Principal caller, ObjectRecord object) {
    boolean own = caller.namespace().filter(object.owner()::equals).isPresent();
    return own ? json.forOwner(object) : json.forReader(object);
  }

  public Answer redirect(ObjectRecord object) {
    return Answer.found(urls.download(object.owner(), object.id(), object.size()));
  }

  /** The id in a path. */
  public static ObjectId id(Call call) {
    return ObjectId.parse(call.path("sha"))
        .orElseThrow(() -> Refusal.badRequest("an object is named by 64 lower-case hex digits"));
  }
}
