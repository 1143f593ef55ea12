package dev.firmtrail.signatures.device;

import dev.firmtrail.state.json.DeviceText;
import dev.firmtrail.state.json.DeviceTokens;
import java.util.List;

/**
 * What a published device would say to a state: the verdict that was recorded from it, for every
 * state of {@code vectors/pvs}, and for others by the same rules. It answers for whatever bytes
 * come, and throws nothing.
 *
 * <p>The device rehearsed is the one that its build layer makes: it checks no dates and no usages
 * of certificates, and takes EC signatures as they stand in a signature. Safe for use by many
 * threads. See {@code docs/formats/signatures.md}, What a device says.
 */
public final class DeviceRehearsal {
  /** Larger states are not rehearsed. */
  public static final int MAX_BYTES = 16 << 20;

  private final DeviceTrust trust;

  public DeviceRehearsal(DeviceTrust trust) {
    this.trust = trust;
  }

  /**
   * Looks at a state as a device does before it parses it.
   *
   * @param state the text as a device would get it: it hashes what it got, so that other spaces or
   *     another order are another state
   */
  public DeviceVerdict judge(byte[] state, DeviceMode mode) {
    if (mode == DeviceMode.DISABLED) {
      return new DeviceVerdict.Accepted(List.of());
    }
    if (state.length > MAX_BYTES) {
      return new DeviceVerdict.Unknown("a state of more than " + MAX_BYTES + " bytes");
    }
    return switch (DeviceText.read(state)) {
      case DeviceTokens tokens -> judge(tokens, mode);
      case DeviceText.Refused(String problem, int offset) ->
          new DeviceVerdict.BadState(
              "the state cannot be tokenized: " + problem + " (byte " + offset + ")");
      case DeviceText.TooLarge() ->
          new DeviceVerdict.Unknown("a state of more than " + DeviceText.MAX_TOKENS + " tokens");
    };
  }

  private DeviceVerdict judge(DeviceTokens tokens, DeviceMode mode) {
    if (tokens.count() == 0 || tokens.kind(0) != DeviceTokens.Kind.OBJECT) {
      return new DeviceVerdict.BadState("the state is not an object");
    }
    return tokens
        .members(0)
        .map(members -> new RehearsedState(trust, members).verdict(mode))
        .orElseGet(() ->
            new DeviceVerdict.Unknown(
                "names and values of the state do not take turns; how a device pairs them was"
                    + " not recorded"));
  }
}
