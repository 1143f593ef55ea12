/** The commands of those who build: what in a build is not pinned. */
@NullMarked
package dev.firmtrail.cli.pins;

import org.jspecify.annotations.NullMarked;
