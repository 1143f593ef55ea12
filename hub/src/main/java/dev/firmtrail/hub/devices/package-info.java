/**
 * Devices: who they are, whose they are, who may look at them, and what is said to and by them
 * ({@code docs/formats/hub.md}, Devices).
 */
@NullMarked
package dev.firmtrail.hub.devices;

import org.jspecify.annotations.NullMarked;
