/**
 * Trails: the append-only list of steps of each device, the states they hold, and the addresses of
 * both ({@code docs/formats/hub.md}, Trails and Steps).
 *
 * <p>There is a way to add a step and there are ways to read it. There is none to change or remove
 * one.
 */
@NullMarked
package dev.firmtrail.hub.trails;

import org.jspecify.annotations.NullMarked;
