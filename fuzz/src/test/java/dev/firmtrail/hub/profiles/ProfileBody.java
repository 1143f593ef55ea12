package dev.firmtrail.hub.profiles;

import dev.firmtrail.fuzz.Body;
import dev.firmtrail.fuzz.Must;
import dev.firmtrail.state.json.JsonObject;

/** A profile holds bounded texts and a picture that a browser takes for nothing else. */
public final class ProfileBody implements Body {
  @Override
  public void accept(JsonObject body) {
    JsonObject fields = ProfileFields.of(body);
    for (String name : fields.members().keySet()) {
      Must.hold(ProfileFields.NAMES.contains(name), "a field that nobody knows");
      String text = fields.string(name).orElseThrow();
      if (name.equals("picture")) {
        Must.hold(
            text.isEmpty() || text.matches("data:image/(png|jpeg);base64,[A-Za-z0-9+/=]+"),
            "a picture");
      } else {
        Must.hold(text.length() <= 4096, "a text of " + text.length());
        Must.hold(
            name.equals("bio") || text.chars().noneMatch(c -> c < ' ' || c == 0x2028),
            "a text of several lines");
      }
    }
    ProfileFields.meta(body)
        .members()
        .forEach((key, value) -> {
          Must.hold(!key.isEmpty() && key.length() <= 256, "a name of " + key.length());
          Must.hold(!(value instanceof JsonObject), "a meta that is deep");
        });
  }
}
