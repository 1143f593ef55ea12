package dev.firmtrail.hubclient;

import dev.firmtrail.state.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One device in the list of an owner's devices. All texts are strangers' and not fit to be shown as
 * they are; what the hub does not say is empty.
 *
 * @param revision the one that the device last reported about
 * @param stateSha of that revision's state
 * @param seen when the device was last heard of; empty for never
 * @param address from which it called
 * @param document all that the hub says
 */
public record DeviceSummary(
    String id,
    String nick,
    OptionalLong revision,
    String status,
    String stateSha,
    Optional<Instant> seen,
    String address,
    String message,
    JsonObject document) {

  static DeviceSummary of(JsonObject line) {
    return new DeviceSummary(
        line.string("deviceid").orElse(""),
        line.string("device-nick").orElse(""),
        line.integer("progress-revision").map(OptionalLong::of).orElse(OptionalLong.empty()),
        line.string("status").orElse(""),
        line.string("state-sha").orElse(""),
        line.string("timestamp").flatMap(DeviceSummary::moment),
        line.string("real-ip").orElse(""),
        line.string("status-msg").orElse(""),
        line);
  }

  /** A hub that has no moment sends the first one that it can write. */
  static Optional<Instant> moment(String text) {
    try {
      Instant moment = OffsetDateTime.parse(text).toInstant();
      return Optional.of(moment).filter(m -> m.isAfter(Instant.EPOCH));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }
}
