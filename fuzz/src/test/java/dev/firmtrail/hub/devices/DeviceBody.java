package dev.firmtrail.hub.devices;

import dev.firmtrail.fuzz.Body;
import dev.firmtrail.fuzz.Must;
import dev.firmtrail.state.json.JsonObject;
import java.util.Optional;

/** A device's nick is one component of a path, its secret is visible and long enough. */
public final class DeviceBody implements Body {
  @Override
  public void accept(JsonObject body) {
    NewDevice device = NewDevice.of(Optional.of(body));
    device
        .nick()
        .ifPresent(nick -> {
          Must.hold(!nick.isEmpty() && nick.length() <= 64, "a nick of " + nick.length());
          Must.hold(nick.chars().noneMatch(c -> c <= ' ' || c > '~'), "a nick: " + nick);
          Must.hold(nick.chars().noneMatch(c -> "/.?#&=\"\\".indexOf(c) >= 0), "a nick: " + nick);
        });
    device
        .secret()
        .ifPresent(secret -> {
          Must.hold(secret.length() >= 12 && secret.length() <= 128, "length of a secret");
          Must.hold(secret.chars().allMatch(c -> c > ' ' && c < 0x7F), "characters of a secret");
          Must.hold(!device.toString().contains(secret) || inNick(device, secret), "shown");
        });
  }

  private static boolean inNick(NewDevice device, String secret) {
    return ("NewDevice " + device.nick().orElse("")).contains(secret);
  }
}
