package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.state.json.JsonObject;
import java.util.Optional;
import java.util.regex.Pattern;

/** A wish for a device that keeps every rule ({@code docs/formats/hub.md}, Devices). */
record NewDevice(Optional<String> nick, Optional<String> secret) {
  /**
   * As published, but over the whole text and not only one line of it; a dot too would break old
   * clients' shorthand. The words that devices look for anywhere in an answer would mislead them.
   */
  private static final Pattern NICK =
      Pattern.compile("(?!(owner|secret|challenge)$)[A-Za-z0-9_+%-]{1,64}");

  private static final Pattern SECRET = Pattern.compile("[!-~]{12,128}");

  static NewDevice of(Optional<JsonObject> body) {
    Optional<String> nick = body.flatMap(NewDevice::nick);
    Optional<String> secret =
        body.flatMap(json -> json.string("secret")).filter(text -> !text.isEmpty());
    if (secret.filter(text -> !SECRET.matcher(text).matches()).isPresent()) {
      throw Refusal.badRequest(
          "secret: 12 to 128 visible ASCII characters; leave it out and the hub makes one");
    }
    return new NewDevice(nick, secret);
  }

  /** The nick that somebody wishes for a device, if it is one. */
  static Optional<String> nick(JsonObject body) {
    Optional<String> nick = body.string("nick").filter(text -> !text.isEmpty());
    if (nick.filter(text -> !NICK.matcher(text).matches()).isPresent()) {
      throw Refusal.badRequest(
          "nick: 1 to 64 of A-Z a-z 0-9 _ - + %, and not owner, secret or challenge");
    }
    return nick;
  }

  @Override
  public String toString() {
    return "NewDevice " + nick.orElse("");
  }
}
