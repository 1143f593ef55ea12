/** Findings as SARIF. */
@NullMarked
package dev.firmtrail.pins.report;

import org.jspecify.annotations.NullMarked;
