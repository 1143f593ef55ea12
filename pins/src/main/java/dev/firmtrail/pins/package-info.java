/**
 * What in a build can change although nobody changed it: a branch instead of a commit, a tag
 * instead of a digest, a download without a checksum. A {@link dev.firmtrail.pins.Family} judges
 * the files of one kind of tool and reports each place under a {@link dev.firmtrail.pins.Rule}.
 *
 * <p>What is not understood is never reported: a value that a build works out is unknown, not
 * floating. Nothing here runs or evaluates what it reads, and nothing asks the network.
 */
@NullMarked
package dev.firmtrail.pins;

import org.jspecify.annotations.NullMarked;
