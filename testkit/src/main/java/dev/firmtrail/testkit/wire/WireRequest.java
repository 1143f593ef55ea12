package dev.firmtrail.testkit.wire;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it was received or recorded.
 *
 * @param path with its query, as it stood on the wire
 * @param headers by lower-case name, in the order in which they came where that is known
 * @param body its bytes, one char each; empty when there was none
 */
public record WireRequest(
    String method, String path, Map<String, List<String>> headers, String body) {
  public WireRequest {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** The first header of a name, in any case. */
  public Optional<String> header(String name) {
    List<String> values = headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
  }

  /** The body as text. */
  public String text() {
    return new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** Method and path, for comparing conversations. */
  public String line() {
    return method + " " + path;
  }
}
