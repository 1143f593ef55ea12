/**
 * What a valid state is, said once: paths, object ids, parts, fragments, difference and merge.
 *
 * <p>The command line, the hub and the device all ask here. Nothing in this module touches a disk
 * or a network, and it depends on the JDK alone, because an offline verifier is built on it. The
 * format is described in {@code docs/formats/state.md}.
 */
@NullMarked
package dev.firmtrail.state;

import org.jspecify.annotations.NullMarked;
