package dev.firmtrail.signatures.device;

import java.util.List;

/**
 * What a device says to a state, with the reasons, which it keeps to itself. Immutable.
 *
 * <p>A device says one thing: that it cannot say anything any more ({@link Crash}) comes before a
 * bad signature, and that before keys that nobody covers. Keys are as they stand in the text, with
 * their escapes; they come from a stranger.
 */
public sealed interface DeviceVerdict {
  /**
   * The state is installed, as far as signatures go.
   *
   * @param uncovered the keys that a device in mode {@code AUDIT} logs; none in other modes
   */
  record Accepted(List<String> uncovered) implements DeviceVerdict {
    public Accepted {
      uncovered = List.copyOf(uncovered);
    }
  }

  /**
   * {@code Signature validation failed}.
   *
   * @param faults each signature that fails, at least one
   */
  record BadSignature(List<Fault> faults) implements DeviceVerdict {
    public BadSignature {
      faults = List.copyOf(faults);
    }
  }

  /**
   * {@code State not fully covered by signatures}.
   *
   * @param keys that no signature includes or excludes, at least one
   */
  record Uncovered(List<String> keys) implements DeviceVerdict {
    public Uncovered {
      keys = List.copyOf(keys);
    }
  }

  /**
   * Nothing is said: the first process of the device dies, at each start anew.
   *
   * @param faults each key that kills it, at least one
   */
  record Crash(List<Fault> faults) implements DeviceVerdict {
    public Crash {
      faults = List.copyOf(faults);
    }
  }

  /** {@code State JSON has bad format}: the text has no tokens of an object. */
  record BadState(String why) implements DeviceVerdict {}

  /**
   * No device was seen to answer such a state, or it is too large to be rehearsed. To publish it is
   * to try it out on devices.
   */
  record Unknown(String why) implements DeviceVerdict {}

  /** What is wrong with the value of one key. */
  record Fault(String key, String why) {}
}
