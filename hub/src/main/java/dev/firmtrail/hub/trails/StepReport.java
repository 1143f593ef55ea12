package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.events.EventBounds;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a device says of its work on a step ({@code docs/formats/hub.md}, Progress). It has a
 * status; everything else may be missing or of a wrong type, and is then shown as nothing.
 *
 * @param status of 1 to {@link #LONGEST_STATUS} bytes
 * @param report all that the device said; no more than an event may hold
 */
record StepReport(String status, JsonObject report) {
  static final int LONGEST_STATUS = 64;

  /** How many of {@code downloads.objects} are shown. */
  static final int MOST_OBJECTS = 100;

  private static final List<String> COUNTS =
      List.of("current_time", "start_time", "total_downloaded", "total_size");
  private static final long WHOLE = 100;

  /**
   * Reads a report.
   *
   * @throws Refusal it is no object, has no status, or is too large or too deep to be kept
   */
  static StepReport of(Json said) {
    if (!(said instanceof JsonObject report)) {
      throw Refusal.badRequest("a report is a JSON object");
    }
    String status =
        report
            .string("status")
            .filter(StepReport::isStatus)
            .orElseThrow(() ->
                Refusal.badRequest(
                    "status: a text of 1 to " + LONGEST_STATUS + " bytes is expected"));
    return new StepReport(status, EventBounds.kept("the report", report));
  }

  /** A report that was taken before, whatever the limits are now. */
  static StepReport kept(JsonObject report) {
    return new StepReport(report.string("status").orElseThrow(), report);
  }

  private static boolean isStatus(String text) {
    return !text.isEmpty() && text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_STATUS;
  }

  /** What is shown of it. */
  JsonObject progress() {
    JsonObject.Builder shown = JsonObject.builder();
    report.get("data").filter(data -> !data.isNull()).ifPresent(data -> shown.put("data", data));
    return shown
        .put("downloads", downloads(report.object("downloads").orElse(JsonObject.EMPTY)))
        .put("log", report.string("log").orElse(""))
        .put(
            "progress",
            report
                .integer("progress")
                .filter(percent -> percent >= 0 && percent <= WHOLE)
                .orElse(0L))
        .put("status", status)
        .put("status-msg", report.string("status-msg").orElse(""))
        .build();
  }

  private static JsonObject downloads(JsonObject downloads) {
    Json objects =
        downloads.get("objects").orElse(Json.Literal.NULL) instanceof JsonArray(List<Json> items)
            ? new JsonArray(
                items.stream()
                    .filter(JsonObject.class::isInstance)
                    .limit(MOST_OBJECTS)
                    .<Json>map(item -> transfer((JsonObject) item))
                    .toList())
            : Json.Literal.NULL;
    return JsonObject.builder()
        .put("objects", objects)
        .put("total", transfer(downloads.object("total").orElse(JsonObject.EMPTY)))
        .build();
  }

  private static JsonObject transfer(JsonObject transfer) {
    JsonObject.Builder shown = JsonObject.builder();
    COUNTS.forEach(count -> shown.put(count, transfer.integer(count).orElse(0L)));
    List.of("object_id", "object_name")
        .forEach(name ->
            transfer
                .string(name)
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> shown.put(name, text)));
    return shown.build();
  }
}
