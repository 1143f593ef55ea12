package dev.firmtrail.signatures;

import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.DeviceText;
import dev.firmtrail.state.json.DeviceTokens;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonNumber;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonString;
import dev.firmtrail.state.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What published devices stumble over in a state, before they know who signed it.
 *
 * @param hazards what crashes them
 * @param notes what they see otherwise than it is
 */
record DeviceTraps(List<String> hazards, List<String> notes) {
  private static final String SPEC = "#spec";
  private static final String SIGNATURE = "pvs@2";

  static DeviceTraps of(JsonObject state) {
    List<String> hazards = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    state
        .members()
        .forEach((key, value) -> {
          // Most values are ids.
          if (value instanceof JsonString(String text) && DeviceText.isWord(text)) {
            return;
          }
          if (value instanceof JsonString
              && DeviceText.read(text(value)) instanceof DeviceText.Refused) {
            hazards.add(Shown.text(key) + ": this text as a value crashes published devices");
          }
          if (!PvsDocument.isOne(value) && mentionsSignature(value) && looksLikeSignature(value)) {
            notes.add(
                Shown.text(key)
                    + ": published devices take this value for a signature, and refuse the state");
          }
        });
    return new DeviceTraps(hazards, notes);
  }

  private static boolean mentionsSignature(Json value) {
    return switch (value) {
      case JsonString(String text) -> text.contains(SIGNATURE);
      case JsonArray(List<Json> items) -> items.stream().anyMatch(DeviceTraps::mentionsSignature);
      case JsonObject object ->
          object.members().entrySet().stream()
              .anyMatch(member ->
                  member.getKey().equals(SIGNATURE) || mentionsSignature(member.getValue()));
      case JsonNumber _, Json.Literal _ -> false;
    };
  }

  private static boolean looksLikeSignature(Json value) {
    if (!(DeviceText.read(text(value)) instanceof DeviceTokens tokens)) {
      return false;
    }
    OptionalInt behind = tokens.behind(SPEC);
    return behind.isPresent() && tokens.text(behind.getAsInt()).is(SIGNATURE);
  }

  /** As a device gets it: the text of a value, of a string what is between the quotes. */
  private static byte[] text(Json value) {
    String text = JsonWriter.CANONICAL.text(value);
    String cut = value instanceof JsonString ? text.substring(1, text.length() - 1) : text;
    return cut.getBytes(StandardCharsets.UTF_8);
  }
}
