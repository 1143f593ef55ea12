package dev.firmtrail.state;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A state that an old program wrote, made valid, with what had to be tolerated for that. Only a
 * workspace may read its own files so: a hub or a device that did would let a stranger choose
 * between two meanings of one document. What cannot be made safe is refused here as well: paths
 * that leave the directory, ids that are none, a file that is also a directory. See {@code
 * docs/formats/state.md}, Tolerant reading.
 *
 * @param tolerated one line for each departure, fit to be shown; empty when the strict rules would
 *     have passed it
 */
public record TolerantState(State state, List<String> tolerated) {
  public TolerantState {
    tolerated = List.copyOf(tolerated);
  }

  static TolerantState read(byte[] document) throws InvalidStateException {
    JsonReader.TolerantResult read;
    try {
      read = JsonReader.readTolerant(document);
    } catch (JsonException broken) {
      throw new InvalidStateException("not a valid state: " + broken.getMessage(), broken);
    }
    if (!(read.value() instanceof JsonObject object)) {
      throw new InvalidStateException("not a valid state: the document is not an object");
    }
    List<String> tolerated = new ArrayList<>();
    for (JsonReader.Tolerated place : read.tolerated()) {
      String where = place.path().isEmpty() ? "" : " at " + Shown.text(place.path());
      tolerated.add(place.problem() + where + " (byte " + place.offset() + ")");
    }
    return new TolerantState(State.of(mended(object, tolerated)), tolerated);
  }

  private static JsonObject mended(JsonObject object, List<String> tolerated) {
    JsonObject.Builder mended = JsonObject.builder();
    if (!object.isEmpty() && object.get(State.SPEC_KEY).isEmpty()) {
      tolerated.add("member " + State.SPEC_KEY + " is missing, taken as " + State.DEFAULT_SPEC);
      mended.put(State.SPEC_KEY, State.DEFAULT_SPEC);
    }
    for (Map.Entry<String, Json> member : object.members().entrySet()) {
      mended.put(member.getKey(), mended(member.getKey(), member.getValue(), tolerated));
    }
    return mended.build();
  }

  /**
   * Old programs took upper-case digits under a {@code .json} key for an id too, and devices cannot
   * find such an object.
   */
  private static Json mended(String key, Json value, List<String> tolerated) {
    if (key.endsWith(".json") && value instanceof JsonString(String text) && !Sha256.isHex(text)) {
      String lower = text.toLowerCase(Locale.ROOT);
      if (Sha256.isHex(lower)) {
        tolerated.add("object id in upper case under " + Shown.text(key));
        return Json.of(lower);
      }
    }
    return value;
  }
}
