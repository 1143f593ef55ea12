package dev.firmtrail.signatures.device;

import dev.firmtrail.state.json.RawText;
import java.util.Base64;
import java.util.Optional;

/** Base64 as a device takes it. */
final class DeviceBase64 {
  private DeviceBase64() {}

  /**
   * Decodes either alphabet, with or without padding and line breaks; empty for anything else. A
   * break that is written as an escape is no break: nothing is unescaped.
   */
  static Optional<RawText> decode(RawText text) {
    String plain =
        text.bytes().replace("\r", "").replace("\n", "").replace('+', '-').replace('/', '_');
    int end = plain.length();
    while (end > 0 && plain.charAt(end - 1) == '=') {
      end--;
    }
    try {
      return Optional.of(RawText.of(Base64.getUrlDecoder().decode(plain.substring(0, end))));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
