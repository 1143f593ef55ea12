package dev.firmtrail.hub.web;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonWriter;

/**
 * How documents are written; each part of the API has its own way, which old clients know ({@code
 * docs/formats/hub.md}, JSON).
 */
enum JsonStyle {
  /** Under {@code /auth}. */
  INDENTED,
  /** Under {@code /trails}, and for {@code .pvrremote}. */
  CANONICAL,
  /**
   * Everywhere else. Devices read it, and take escapes as they stand: there are none but JSON's.
   */
  COMPACT;

  private static final JsonWriter TWO_BLANKS = JsonWriter.prettyInOrder("  ");

  static JsonStyle of(String path) {
    if (path.equals("/auth") || path.startsWith("/auth/")) {
      return INDENTED;
    }
    boolean canonical =
        path.equals("/trails") || path.startsWith("/trails/") || path.endsWith("/.pvrremote");
    return canonical ? CANONICAL : COMPACT;
  }

  byte[] bytes(Json json) {
    return switch (this) {
      case INDENTED -> TWO_BLANKS.bytes(json);
      case CANONICAL -> JsonWriter.CANONICAL.bytes(json);
      case COMPACT -> JsonWriter.AS_BUILT.bytes(json);
    };
  }
}
