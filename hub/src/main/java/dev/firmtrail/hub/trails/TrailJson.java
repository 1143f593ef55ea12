package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.objects.ObjectRecord;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.State;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Trails and steps as the wire shows them ({@code docs/formats/hub.md}, Trails and Steps). */
final class TrailJson {
  private TrailJson() {}

  static JsonObject trail(Trail trail, Step factory, Step newest) {
    State state = state(factory);
    return JsonObject.builder()
        .put("device", trail.device().prn().text())
        .put("factory-state", state.json())
        .put("id", trail.id())
        .put("last-insync", Times.wire(trail.created()))
        .put("last-touched", Times.wire(newest.created()))
        .put("owner", trail.owner().text())
        .put("used_objects", usedObjects(trail.owner(), state))
        .build();
  }

  static String steps(Trail trail, List<Step> steps) {
    return steps.stream().map(step -> step(trail, step)).collect(Collectors.joining(",", "[", "]"));
  }

  /**
   * One step. Devices look for the first {@code "rev"} and the first {@code "progress"} anywhere in
   * the text, so these stand before whatever a person has written; the rest is sorted. The state
   * goes out as the bytes that are stored.
   */
  static String step(Trail trail, Step step) {
    JsonObject rest =
        JsonObject.builder()
            .put("commit-msg", step.commitMessage())
            .put("committer", step.committer())
            .put("device", trail.device().prn().text())
            .put("garbage", false)
            .put("id", step.id())
            .put("mark_public_processed", false)
            .build();
    JsonObject end =
        JsonObject.builder()
            .put("owner", trail.owner().text())
            .put("progress-time", Times.wire(Instant.EPOCH))
            .put("state-sha", step.stateId().hex())
            .put("step-time", Times.wire(step.created()))
            .put("time-created", Times.wire(step.created()))
            .put("time-modified", Times.wire(step.created()))
            .put("trail-id", trail.id())
            .put("used_objects", usedObjects(trail.owner(), state(step)))
            .build();
    return "{\"rev\":"
        + step.rev()
        + ",\"progress\":"
        + JsonWriter.CANONICAL.text(progress(step))
        + ",\"state\":"
        + step.state()
        + ","
        + inner(rest)
        + ",\"meta\":"
        + step.meta()
        + ","
        + inner(end)
        + "}";
  }

  private static String inner(JsonObject object) {
    String text = JsonWriter.CANONICAL.text(object);
    return text.substring(1, text.length() - 1);
  }

  /** What is known of a step that no device has reported on. */
  private static JsonObject progress(Step step) {
    JsonObject nothing =
        JsonObject.builder()
            .put("current_time", 0)
            .put("start_time", 0)
            .put("total_downloaded", 0)
            .put("total_size", 0)
            .build();
    return JsonObject.builder()
        .put(
            "downloads",
            JsonObject.builder().put("objects", Json.Literal.NULL).put("total", nothing).build())
        .put("log", "")
        .put("progress", 0)
        .put("status", step.status().name())
        .put("status-msg", "")
        .build();
  }

  /** One line of {@code pvr ps}: where a device stands. */
  static JsonObject summary(Trail trail, Step newest) {
    String time = Times.wire(newest.created());
    return JsonObject.builder()
        .put("device", trail.device().prn().text())
        .put("device-nick", trail.device().nick())
        .put("deviceid", trail.id())
        .put("fleet-group", "")
        .put("fleet-location", "")
        .put("fleet-model", "")
        .put("fleet-rev", "")
        .put("progress", 0)
        .put("progress-revision", newest.rev())
        .put("progress-time", Times.wire(Instant.EPOCH))
        .put("public", trail.device().isPublic())
        .put("real-ip", "")
        .put("revision", newest.rev())
        .put("state-sha", newest.stateId().hex())
        .put("status", newest.status().name())
        .put("status-msg", "")
        .put("step-time", time)
        .put("timestamp", time)
        .put("trail-touched-time", time)
        .build();
  }

  private static Json usedObjects(Prn owner, State state) {
    return Json.ofStrings(
        state.objects().stream().map(id -> ObjectRecord.storageId(owner, id)).sorted().toList());
  }

  /** The stored state, read again. */
  static State state(Step step) {
    try {
      return State.read(step.state().getBytes(StandardCharsets.UTF_8));
    } catch (InvalidStateException changedRules) {
      throw new IllegalStateException("a stored state is not valid any more", changedRules);
    }
  }
}
