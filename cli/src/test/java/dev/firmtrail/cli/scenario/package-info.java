/**
 * Replays what the published program was recorded doing ({@code vectors/pvr}) with ours,
 * in-process, and holds every difference against the list of those that are on purpose ({@code
 * vectors/pvr/differences.json}): one that is not listed fails, and so does a listed one that no
 * longer differs.
 */
@NullMarked
package dev.firmtrail.cli.scenario;

import org.jspecify.annotations.NullMarked;
