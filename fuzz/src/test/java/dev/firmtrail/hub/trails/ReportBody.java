package dev.firmtrail.hub.trails;

import dev.firmtrail.fuzz.Body;
import dev.firmtrail.fuzz.Must;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.nio.charset.StandardCharsets;

/**
 * A report is kept whole and can be read again inside of an event; what is shown of it has all that
 * devices and old tools look for, and says the same when it is read again.
 */
public final class ReportBody implements Body {
  @Override
  public void accept(JsonObject body) {
    StepReport report = StepReport.of(body);
    Must.equal(report.report(), body, "what is kept");
    Must.hold(
        !report.status().isEmpty()
            && report.status().getBytes(StandardCharsets.UTF_8).length <= StepReport.LONGEST_STATUS,
        "a status");
    JsonObject progress = report.progress();
    Must.equal(progress.string("status").orElse(""), report.status(), "the status that is shown");
    long percent = progress.integer("progress").orElse(-1L);
    Must.hold(percent >= 0 && percent <= 100, "a progress of " + percent);
    Must.hold(
        progress.string("status-msg").isPresent() && progress.string("log").isPresent(), "texts");
    Must.hold(
        progress
            .object("downloads")
            .flatMap(downloads -> downloads.object("total"))
            .filter(total -> total.integer("total_size").isPresent())
            .isPresent(),
        "downloads");
    Must.equal(again(progress), progress, "what is shown, read again");
    JsonObject event =
        JsonObject.builder().put("body", JsonObject.builder().put("report", body).build()).build();
    Must.equal(again(event), event, "the event, read again");
    Must.hold(
        JsonWriter.CANONICAL.bytes(body).length <= Route.SMALL_BODY, "a report that is too large");
  }

  private static JsonObject again(JsonObject document) {
    try {
      return JsonReader.readObject(JsonWriter.CANONICAL.bytes(document));
    } catch (JsonException broken) {
      throw new AssertionError("what was taken cannot be read again", broken);
    }
  }
}
