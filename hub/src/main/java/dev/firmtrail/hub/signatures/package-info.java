/**
 * What is wanted of the signatures of a device's states: policies, the events that set them, and
 * the judgement that each state passes before it becomes a step ({@code docs/formats/hub.md},
 * Signature policies). How signatures are judged is the module {@code signatures}.
 *
 * <p>There is a way to add an event and there are ways to read them. There is none to change or
 * remove one.
 */
@NullMarked
package dev.firmtrail.hub.signatures;

import org.jspecify.annotations.NullMarked;
