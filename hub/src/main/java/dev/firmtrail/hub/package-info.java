/** Placeholder. */
@NullMarked
package dev.firmtrail.hub;

import org.jspecify.annotations.NullMarked;
