/**
 * What happened to devices, in the order in which this hub took it ({@code docs/formats/hub.md},
 * Events). Whoever changes something adds its event in the same transaction.
 */
@NullMarked
package dev.firmtrail.hub.events;

import org.jspecify.annotations.NullMarked;
