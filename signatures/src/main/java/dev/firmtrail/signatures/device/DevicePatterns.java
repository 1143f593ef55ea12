package dev.firmtrail.signatures.device;

import dev.firmtrail.state.DeviceGlob;
import dev.firmtrail.state.json.RawText;
import java.util.List;

/** Which keys a signature is about. An exclude wins over an include. */
record DevicePatterns(List<DeviceGlob> include, List<DeviceGlob> exclude) {
  DevicePatterns {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  static DevicePatterns of(DeviceSignature signature) {
    return new DevicePatterns(
        signature.include().stream().map(DeviceGlob::parse).toList(),
        signature.exclude().stream().map(DeviceGlob::parse).toList());
  }

  /** Whether a key and its value are signed. */
  boolean selects(RawText key) {
    return any(include, key) && !any(exclude, key);
  }

  /** Whether a key counts as covered: to a device it does, too, where it is excluded. */
  boolean covers(RawText key) {
    return any(include, key) || any(exclude, key);
  }

  private static boolean any(List<DeviceGlob> patterns, RawText key) {
    return patterns.stream().anyMatch(pattern -> pattern.matches(key));
  }
}
