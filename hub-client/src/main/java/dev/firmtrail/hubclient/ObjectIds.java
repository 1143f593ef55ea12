package dev.firmtrail.hubclient;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonString;
import dev.firmtrail.state.json.JsonWriter;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lists of ids as a hub takes and gives them ({@code docs/formats/hub.md}, Bundles). */
final class ObjectIds {
  private static final String MEMBER = "objects";

  private ObjectIds() {}

  static byte[] document(Collection<ObjectId> ids) {
    return JsonWriter.COMPACT.bytes(
        JsonObject.builder()
            .put(MEMBER, Json.ofStrings(ids.stream().map(ObjectId::hex).toList()))
            .build());
  }

  static Set<ObjectId> read(Reply reply, String what) throws HubException {
    Set<ObjectId> ids = new HashSet<>();
    if (reply.document(what).get(MEMBER).orElse(JsonObject.EMPTY)
        instanceof JsonArray(List<Json> items)) {
      for (Json item : items) {
        Optional<ObjectId> id =
            item instanceof JsonString(String text) ? ObjectId.parse(text) : Optional.empty();
        ids.add(id.orElseThrow(() -> reply.notWhatAHubSends(what, "an id is no id")));
      }
      return ids;
    }
    throw reply.notWhatAHubSends(what, "it has no list of objects");
  }
}
