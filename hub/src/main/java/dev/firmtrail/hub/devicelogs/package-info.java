/**
 * What devices log: taken once and for good, and shown to the owner alone, page by page or as it
 * comes ({@code docs/formats/hub.md}, Logs).
 */
@NullMarked
package dev.firmtrail.hub.devicelogs;

import org.jspecify.annotations.NullMarked;
