/** Placeholder. */
@NullMarked
package dev.firmtrail.workspace;

import org.jspecify.annotations.NullMarked;
