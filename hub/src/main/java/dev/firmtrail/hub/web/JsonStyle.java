package dev.firmtrail.hub.web;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonWriter;

/** How documents are written; each part of the API has its own way, which old clients know ({@code docs/formats/hub.md}). */
enum JsonStyle {
  /** Under {@code /auth}. */
  INDENTED(JsonWriter.prettyInOrder("  ")),
  /** Under {@code /trails}, and for repositories. */
  CANONICAL(JsonWriter.CANONICAL),
  /** Everywhere else. */
  COMPACT(JsonWriter.COMPACT);

  private final JsonWriter writer;

  JsonStyle(JsonWriter writer) {
    this.writer = writer;
  }

  static JsonStyle of(String path) {
    if (path.equals("/auth") || path.startsWith("/auth/")) {
      return INDENTED;
    }
    return path.startsWith("/trails/") || path.endsWith("/.pvrremote") ? CANONICAL : COMPACT;
  }

  byte[] bytes(Json json) {
    return writer.bytes(json);
  }
}
