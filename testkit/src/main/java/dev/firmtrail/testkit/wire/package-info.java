/**
 * Conversations between a client and a hub: recorded ones that are played back, and servers that
 * misbehave on purpose.
 *
 * <p>{@link dev.firmtrail.testkit.wire.WireServer} answers on a free loopback port with whatever a
 * {@link dev.firmtrail.testkit.wire.Responder} says and remembers what it was asked; {@link
 * dev.firmtrail.testkit.wire.Replay} answers from a {@link dev.firmtrail.testkit.wire.WireLog}.
 */
@NullMarked
package dev.firmtrail.testkit.wire;

import org.jspecify.annotations.NullMarked;
