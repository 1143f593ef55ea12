package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.events.Event;
import dev.firmtrail.state.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How far a device is with a step, as it follows from the step's events by the rule of {@code
 * docs/formats/hub.md}, Progress: a fold, which begins with {@link #first} and takes each event in
 * the order of their numbers.
 *
 * @param byOwner whether the owner decided it, by {@code cancel} or {@code wontgo}
 * @param decidedBy number of the event whose status is shown; empty where none is
 * @param reported when the device last reported, or the owner decided
 * @param progress as it is shown
 */
record StepStanding(
    String status,
    boolean byOwner,
    OptionalLong decidedBy,
    Optional<Instant> reported,
    JsonObject progress) {
  static final String NEW = "NEW";
  static final String IN_PROGRESS = "INPROGRESS";
  static final String DONE = "DONE";

  /** The device has to be told of a step as long as it is one of these. */
  static final Set<String> PENDING = Set.of(NEW, "QUEUED", "DOWNLOADING", IN_PROGRESS, "TESTING");

  private static final String CANCEL = "CANCEL";
  private static final String WONTGO = "WONTGO";
  private static final String UPDATED = "UPDATED";
  private static final Set<String> FINAL = Set.of(DONE, UPDATED, WONTGO, "ERROR");

  /** Of a step that nobody has said anything about. */
  static StepStanding first(String status) {
    return new StepStanding(
        status, false, OptionalLong.empty(), Optional.empty(), progress(status, 0, ""));
  }

  boolean isPending() {
    return PENDING.contains(status);
  }

  StepStanding after(Event event) {
    return switch (event.kind()) {
      case PROGRESS ->
          afterReport(event, StepReport.kept(event.body().object("report").orElseThrow()));
      case CANCEL -> decided(event, CANCEL, "Cancel as requested by owner");
      case WONTGO -> decided(event, WONTGO, "Mark as WONTGO as requested by owner");
      default -> this;
    };
  }

  private StepStanding decided(Event event, String status, String why) {
    return new StepStanding(
        status,
        true,
        OptionalLong.of(event.seq()),
        Optional.of(event.created()),
        progress(status, 100, why));
  }

  private StepStanding afterReport(Event event, StepReport report) {
    Optional<Instant> now = Optional.of(event.created());
    return counts(report.status())
        ? new StepStanding(report.status(), false, OptionalLong.of(event.seq()), now, shown(report))
        : new StepStanding(status, byOwner, decidedBy, now, progress);
  }

  /** Whether a report changes what is shown. */
  private boolean counts(String reported) {
    if (reported.equals(NEW)) {
      return status.equals(NEW);
    }
    if (byOwner) {
      return status.equals(CANCEL) || FINAL.contains(reported);
    }
    return !FINAL.contains(status)
        || reported.equals(status)
        || (status.equals(UPDATED) && FINAL.contains(reported));
  }

  /** A final status that is said again may come without the log that came before. */
  private JsonObject shown(StepReport report) {
    JsonObject shown = report.progress();
    String log = progress.string("log").orElse("");
    boolean keepsLog =
        FINAL.contains(status)
            && !byOwner
            && report.status().equals(status)
            && shown.string("log").orElse("").isEmpty();
    return keepsLog ? JsonObject.builder().putAll(shown.members()).put("log", log).build() : shown;
  }

  private static JsonObject progress(String status, long percent, String message) {
    return new StepReport(
            status,
            JsonObject.builder().put("progress", percent).put("status-msg", message).build())
        .progress();
  }
}
