package dev.firmtrail.audit.fleet;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.hubclient.DeviceSummary;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One device of a fleet. Texts are strangers'.
 *
 * @param runs the step that the device says it runs; empty where nothing says so
 * @param should the newest step that was done; empty where there is none
 * @param underWay newer than that and not at its end; empty where nothing is
 * @param seen when the device itself was heard of last; empty for never
 * @param finding empty where the device runs what it should
 */
public record AuditedDevice(
    DeviceSummary device,
    OptionalLong runs,
    OptionalLong should,
    OptionalLong underWay,
    Optional<Instant> seen,
    Optional<Finding> finding) {}
