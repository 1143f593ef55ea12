/** Placeholder. */
@NullMarked
package dev.firmtrail.testkit;

import org.jspecify.annotations.NullMarked;
