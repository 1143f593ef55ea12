package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.devices.Sighting;
import dev.firmtrail.hub.objects.ObjectRecord;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.hub.web.Principal;
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

  static JsonObject trail(Trail trail, Step factory, Instant touched, Principal reader) {
    return JsonObject.builder()
        .put("device", trail.device().prn().text())
        .put("factory-state", state(factory).json())
        .put("id", trail.id())
        .put("last-insync", Times.wire(trail.created()))
        .put("last-touched", Times.wire(touched))
        .put("owner", trail.owner().text())
        .put("used_objects", usedObjects(trail, factory, reader))
        .build();
  }

  static String steps(Trail trail, List<Step> steps, Principal reader) {
    return steps.stream()
        .map(step -> step(trail, step, reader))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /**
   * One step. Devices look for the first {@code "rev"} and the first {@code "progress"} anywhere in
   * the text, so these stand before whatever a person has written; the rest is sorted. The state
   * goes out as the bytes that are stored.
   */
  static String step(Trail trail, Step step, Principal reader) {
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
            .put("progress-time", Times.wire(step.standing().reported().orElse(Instant.EPOCH)))
            .put("state-sha", step.stateId().hex())
            .put("step-time", Times.wire(step.created()))
            .put("time-created", Times.wire(step.created()))
            .put("time-modified", Times.wire(step.modified()))
            .put("trail-id", trail.id())
            .put("used_objects", usedObjects(trail, step, reader))
            .build();
    return "{\"rev\":"
        + step.rev()
        + ",\"progress\":"
        + JsonWriter.CANONICAL.text(step.standing().progress())
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

  /** One line of {@code pvr ps}: where a device stands. */
  static JsonObject summary(TrailSummary summary) {
    StepStanding standing = summary.standing();
    return JsonObject.builder()
        .put("device", Prn.ofDevice(summary.device()).text())
        .put("device-nick", summary.nick())
        .put("deviceid", summary.device().hex())
        .put("fleet-group", "")
        .put("fleet-location", "")
        .put("fleet-model", "")
        .put("fleet-rev", "")
        .put("progress", standing.progress().integer("progress").orElse(0L))
        .put("progress-revision", summary.rev())
        .put("progress-time", Times.wire(standing.reported().orElse(Instant.EPOCH)))
        .put("public", summary.isPublic())
        .put("real-ip", summary.seen().map(Sighting::address).orElse(""))
        .put("revision", summary.newest())
        .put("state-sha", summary.state().hex())
        .put("status", standing.status())
        .put("status-msg", standing.progress().string("status-msg").orElse(""))
        .put("step-time", Times.wire(summary.created()))
        .put("timestamp", Times.wire(summary.newestSign()))
        .put("trail-touched-time", Times.wire(summary.touched()))
        .build();
  }

  /** Left out for the device itself: it reads no more than 2 MiB, and none of this. */
  private static Json usedObjects(Trail trail, Step step, Principal reader) {
    return reader.isDevice(trail.device().id())
        ? Json.Literal.NULL
        : Json.ofStrings(
            state(step).objects().stream()
                .map(id -> ObjectRecord.storageId(trail.owner(), id))
                .sorted()
                .toList());
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
