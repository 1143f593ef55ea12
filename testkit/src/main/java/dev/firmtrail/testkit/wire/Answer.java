package dev.firmtrail.testkit.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What a test's server does with a request. */
public sealed interface Answer {
  /**
   * A whole answer.
   *
   * @param headers besides the length
   * @param body its bytes, one char each
   */
  record Whole(int status, Map<String, List<String>> headers, String body) implements Answer {
    public Whole {
      headers = Map.copyOf(headers);
    }
  }

  /** Promises {@code length} bytes, sends these, and cuts the connection. */
  record Cut(int status, Map<String, List<String>> headers, long length, String body)
      implements Answer {
    public Cut {
      headers = Map.copyOf(headers);
    }
  }

  /** Sends a head and then bytes for ever, or until the other side goes away. */
  record Endless(int status) implements Answer {}

  /** Promises bytes, sends these, and then nothing until the server is closed. */
  record Stalled(long length, String body) implements Answer {}

  /** Cuts the connection without a word. */
  record Nothing() implements Answer {}

  static Answer json(int status, String document) {
    return new Whole(status, Map.of("Content-Type", List.of("application/json")), bytes(document));
  }

  static Answer text(int status, String text) {
    return new Whole(status, Map.of(), bytes(text));
  }

  /** A whole answer of bytes that may be no text, one char each. */
  static Answer bytesOf(int status, String bytes) {
    return new Whole(status, Map.of(), bytes);
  }

  static Answer redirect(String location) {
    return new Whole(302, Map.of("Location", List.of(location)), "");
  }

  /** Text as bytes, one char each. */
  static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
