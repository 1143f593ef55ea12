package dev.firmtrail.cli.sig;

import dev.firmtrail.signatures.Judgement;
import dev.firmtrail.signatures.StateReport;
import dev.firmtrail.signatures.device.DeviceVerdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * All that is said of one state.
 *
 * @param trust the file that says whose signatures count
 * @param at when certificates have to be valid
 * @param lenient whether the lenient measure was asked for
 * @param deviceStrict what a published device in its mode strict would say
 * @param deviceLenient the same in its mode lenient
 */
record Verdicts(
    VerifiedState state,
    Path trust,
    Instant at,
    boolean lenient,
    StateReport report,
    DeviceVerdict deviceStrict,
    DeviceVerdict deviceLenient) {

  Judgement asked() {
    return lenient ? report.lenient() : report.strict();
  }

  /** What should be known, and does not make it worse. */
  List<String> notes() {
    List<String> notes = new ArrayList<>(report.notes());
    state
        .problem()
        .ifPresent(problem ->
            notes.add(
                "no hub takes it, and no workspace holds it: it is no valid state: " + problem));
    return notes;
  }
}
