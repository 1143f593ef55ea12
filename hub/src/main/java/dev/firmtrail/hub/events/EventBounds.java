package dev.firmtrail.hub.events;

import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;

/** How large a document of somebody else's may be, so that an event that holds it can be read. */
public final class EventBounds {
  /** Of canonical JSON, in which numbers may be longer than they came. */
  private static final long MOST_BYTES = Route.SMALL_BODY;

  /** Leaves room for what stands around it in an event and in a list. */
  private static final int DEEPEST = 400;

  private EventBounds() {}

  /**
   * The document, if it is fit to be kept.
   *
   * @param what it is called in a refusal
   * @throws Refusal it is nested too deep or too large
   */
  public static JsonObject kept(String what, JsonObject document) {
    if (isDeeper(document, DEEPEST)) {
      throw Refusal.badRequest("%s is nested deeper than %d".formatted(what, DEEPEST));
    }
    if (JsonWriter.CANONICAL.bytes(document).length > MOST_BYTES) {
      throw Refusal.tooLarge(
          "%s is larger than %d bytes of canonical JSON".formatted(what, MOST_BYTES));
    }
    return document;
  }

  private static boolean isDeeper(Json value, int levels) {
    return switch (value) {
      case JsonObject object ->
          levels == 0
              || object.members().values().stream().anyMatch(item -> isDeeper(item, levels - 1));
      case JsonArray array ->
          levels == 0 || array.items().stream().anyMatch(item -> isDeeper(item, levels - 1));
      default -> false;
    };
  }
}
