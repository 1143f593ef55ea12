/** Placeholder. */
@NullMarked
package dev.firmtrail.cli;

import org.jspecify.annotations.NullMarked;
