/**
 * What the hub counts of itself, for the operator's monitoring ({@code docs/run-a-hub.md},
 * Metrics). Requests are counted in {@code web}, where they pass.
 */
@NullMarked
package dev.firmtrail.hub.metrics;

import org.jspecify.annotations.NullMarked;
