package dev.firmtrail.hub.devicelogs;

import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonNumber;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line as a device says it, by the names that stand on the wire.
 *
 * @param tsec the device's own clock in seconds; published devices always say 0
 * @param tnano the rest of it in nanoseconds
 * @param lvl how much it matters, such as {@code ERROR}
 * @param src the file that it was read from
 * @param plat the container that wrote it
 * @param rev the revision that ran
 */
record LogLine(long tsec, long tnano, String lvl, String src, String plat, String rev, String msg) {
  /** Lines of one post, as many as published devices send. */
  static final int MOST_LINES = 200;

  private static final String USUAL_LEVEL = "INFO";

  /** Beyond it a number would not come out of JSON as it went in. */
  private static final long LARGEST_EXACT = (1L << 53) - 1;

  /**
   * The lines in the body of a post: one, or a list.
   *
   * @throws Refusal it is neither, or one of them is no line: says which and why
   */
  static List<LogLine> ofBody(Json body) {
    List<Json> items = body instanceof JsonArray(List<Json> list) ? list : List.of(body);
    if (items.size() > MOST_LINES) {
      throw Refusal.tooLarge("more than %d lines in one post".formatted(MOST_LINES));
    }
    List<LogLine> lines = new ArrayList<>();
    for (Json item : items) {
      if (!(item instanceof JsonObject line)) {
        throw refuse(lines.size(), "a line is a JSON object");
      }
      lines.add(of(line, lines.size()));
    }
    return lines;
  }

  private static LogLine of(JsonObject line, int index) {
    String level = text(line, "lvl", index);
    return new LogLine(
        number(line, "tsec", index),
        number(line, "tnano", index),
        level.isEmpty() ? USUAL_LEVEL : level,
        text(line, "src", index),
        text(line, "plat", index),
        text(line, "rev", index),
        text(line, "msg", index));
  }

  private static String text(JsonObject line, String member, int index) {
    return switch (line.get(member).orElse(Json.Literal.NULL)) {
      case JsonString(String text) -> text;
      case Json.Literal none when none.isNull() -> "";
      default -> throw refuse(index, member + " is a string");
    };
  }

  private static long number(JsonObject line, String member, int index) {
    return switch (line.get(member).orElse(Json.Literal.NULL)) {
      case JsonNumber number ->
          Optional.of(number)
              .flatMap(JsonNumber::exactLong)
              .filter(whole -> Math.abs(whole) <= LARGEST_EXACT)
              .orElseThrow(() -> refuse(index, member + " is a whole number of at most 53 bits"));
      case Json.Literal none when none.isNull() -> 0;
      default -> throw refuse(index, member + " is a number");
    };
  }

  private static Refusal refuse(int index, String rule) {
    return Refusal.badRequest("line %d of the post: %s".formatted(index, rule));
  }
}
