package dev.firmtrail.signatures;

import dev.firmtrail.state.Sha256;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What published devices stumble over in a state, before they know who signed it. */
final class DeviceTraps {
  private DeviceTraps() {}

  /** What crashes them. */
  static List<String> hazards(JsonObject state) {
    List<String> hazards = new ArrayList<>();
    for (Map.Entry<String, Json> member : state.members().entrySet()) {
      if (member.getValue() instanceof JsonString(String text) && crashes(text)) {
        hazards.add(
            Shown.text(member.getKey())
                + ": a text with characters beyond ASCII, or brackets without their other half,"
                + " crashes published devices");
      }
    }
    return hazards;
  }

  private static boolean crashes(String text) {
    return !Sha256.isHex(text)
        && text.chars().anyMatch(c -> c >= 0x7F || "{}[]".indexOf(c) >= 0)
        && !text.equals("{}");
  }

  /** What they see otherwise than it is. */
  static List<String> notes(JsonObject state) {
    return List.of();
  }
}
