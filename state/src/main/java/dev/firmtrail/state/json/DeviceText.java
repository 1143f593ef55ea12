package dev.firmtrail.state.json;

import java.nio.charset.StandardCharsets;

/**
 * What the tokenizer of a published device makes of a text: always one of three, for whatever bytes
 * come, in time and memory linear in their number.
 *
 * <p>That tokenizer is not strict, and a device signs for what it sees: it takes words without
 * quotes, commas and colons too many or too few, control characters inside strings, and a second
 * document behind the first. It unescapes nothing. Nothing but a rehearsal of a device may read by
 * these rules; to know what a document says, ask {@link JsonReader}.
 */
public sealed interface DeviceText permits DeviceTokens, DeviceText.Refused, DeviceText.TooLarge {
  /** More are not followed. A state has a few for each of its keys. */
  int MAX_TOKENS = 1 << 21;

  /** Tokenizes a text, up to its first zero byte, where it ends for a device. */
  static DeviceText read(byte[] text) {
    return new DeviceTokenizer(text).read();
  }

  /**
   * Whether a text is so plain that it is one word to a device, as ids and names are; {@code false}
   * does not say that it is none.
   */
  static boolean isWord(String text) {
    return ByteScan.isWord(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The device cannot tokenize it.
   *
   * @param offset bytes before the place
   */
  record Refused(String problem, int offset) implements DeviceText {}

  /** More than {@link #MAX_TOKENS}: what a device would say is not known here. */
  record TooLarge() implements DeviceText {}
}
