package dev.firmtrail.hubclient;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonNumber;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonString;
import dev.firmtrail.state.json.JsonWriter;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * One line of a device's log, as the hub sends it. Its texts are a stranger's: not fit to be shown
 * on a terminal as they are.
 *
 * @param document all that the hub says
 */
public record LogEntry(JsonObject document) {
  /** What a line has, in the order in which it is written; a hub leaves out what is empty. */
  public static final List<String> MEMBERS =
      List.of(
          "id", "dev", "own", "time-created", "tsec", "tnano", "rev", "plat", "src", "lvl", "msg");

  /** A member as text; empty text when it is missing. */
  public String text(String member) {
    return switch (document.get(member).orElse(Json.Literal.NULL)) {
      case JsonString(String text) -> text;
      case JsonNumber number -> number.text();
      default -> "";
    };
  }

  /** When the hub took the line; empty when it does not say so. */
  public Optional<OffsetDateTime> time() {
    try {
      return Optional.of(OffsetDateTime.parse(text("time-created")));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  /** The known members alone, those that are empty or zero left out. */
  public JsonObject known() {
    JsonObject.Builder known = JsonObject.builder();
    for (String member : MEMBERS) {
      String text = text(member);
      if (!text.isEmpty() && !text.equals("0")) {
        document.get(member).ifPresent(value -> known.put(member, value));
      }
    }
    return known.build();
  }

  /** What tells this line from all others: its id, else all of it. */
  String key() {
    String id = text("id");
    return id.isEmpty() ? JsonWriter.CANONICAL.text(document) : id;
  }
}
