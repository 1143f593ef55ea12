/**
 * Devices: who they are, whose they are, and who may look at them ({@code docs/formats/hub.md},
 * Devices).
 */
@NullMarked
package dev.firmtrail.hub.devices;

import org.jspecify.annotations.NullMarked;
